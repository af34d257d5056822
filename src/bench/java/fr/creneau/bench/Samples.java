package fr.creneau.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured of one thing, a number a round. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double get(int round) {
        return values.get(round);
    }

    int rounds() {
        return values.size();
    }

    /** Of each round, this one as a share of the other: what slows a round down slows both. */
    Samples over(Samples other) {
        Samples ratios = new Samples();
        for (int round = 0; round < Math.min(rounds(), other.rounds()); round++) {
            ratios.add(get(round) / other.get(round));
        }
        return ratios;
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
