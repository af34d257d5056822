package fr.creneau.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * How many instances and Redis shards answer a crowd that comes to all desks within one second, each of whom looks at the calendar and
 * asks for a seat. A simulation of queues: people are spread over the instances in turn, wait there for a processor, then at the
 * shard of their desk. Arguments: the growth run's {@code summary.json}, how many people, how many desks, how many seats
 * at each. It checks itself first.
 */
public final class Capacity {
    private static final int PROCESSORS = 2;
    private static final double WITHIN_S = 3;
    private static final int MOST_INSTANCES = 400;
    private static final int[] SHARDS = {1, 2, 3, 6, 12, 24, 48};

    private final Costs costs;
    private final double[] arrivals;
    private final int[] desks;
    /** Whether there is still a seat for whoever comes n-th. */
    private final boolean[] lucky;

    private final int deskCount;

    /** @param skewed the n-th desk has an n-th of the first one's crowd; else all have the same */
    private Capacity(Costs costs, int people, int deskCount, int seats, boolean skewed) {
        this.costs = costs;
        this.deskCount = deskCount;
        Random random = new Random(1);
        arrivals = random.doubles(people).sorted().toArray();
        double[] upTo = new double[deskCount];
        for (int desk = 0; desk < deskCount; desk++) {
            upTo[desk] = (desk == 0 ? 0 : upTo[desk - 1]) + (skewed ? 1.0 / (desk + 1) : 1);
        }
        desks = random.doubles(people, 0, upTo[deskCount - 1])
                .mapToInt(place -> Math.abs(Arrays.binarySearch(upTo, place) + 1))
                .toArray();
        lucky = new boolean[people];
        int[] taken = new int[deskCount];
        for (int i = 0; i < people; i++) {
            lucky[i] = taken[desks[i]]++ < seats;
        }
    }

    public static void main(String[] arguments) throws IOException {
        StationCheck.run();
        Costs costs = Costs.of(new ObjectMapper().readTree(Path.of(arguments[0]).toFile()));
        int people = Integer.parseInt(arguments[1]);
        int desks = Integer.parseInt(arguments[2]);
        int seats = Integer.parseInt(arguments[3]);
        System.out.printf(Locale.ROOT, "costs in µs: %s%n", costs.inMicros());
        for (boolean skewed : new boolean[] {false, true}) {
            System.out.printf(
                    "%n%d people at %d desks of %d seats, %s%n", people, desks, seats, skewed ? "skewed" : "alike");
            System.out.println("| shards | instances | p50 ms | p99 ms | last ms | polls: processors busy |");
            System.out.println("|---|---|---|---|---|---|");
            Capacity capacity = new Capacity(costs, people, desks, seats, skewed);
            for (int shards : SHARDS) {
                capacity.print(shards);
            }
        }
    }

    /** The fewest instances that answer everybody in time, and twice as many. */
    private void print(int shards) {
        int fewest = 1;
        while (fewest < MOST_INSTANCES && last(waits(fewest, shards)) > WITHIN_S) {
            fewest = Math.max(fewest + 1, fewest + fewest / 10);
        }
        if (fewest >= MOST_INSTANCES) {
            System.out.printf("| %d | none: Redis is the limit | | | | |%n", shards);
            return;
        }
        for (int instances : new int[] {fewest, 2 * fewest}) {
            double[] waits = waits(instances, shards);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.0f | %.0f | %.0f | %.0f %% |%n",
                    shards,
                    instances,
                    waits[waits.length / 2] * 1e3,
                    waits[(int) (waits.length * 0.99)] * 1e3,
                    last(waits) * 1e3,
                    100 * polling(instances));
        }
    }

    /** How long each waits for the answer to both requests, sorted, in seconds. */
    private double[] waits(int instances, int shards) {
        double[] left = new double[arrivals.length];
        Station[] web = stations(instances, PROCESSORS);
        double own = costs.instanceDesk() * deskCount / PROCESSORS;
        for (int i = 0; i < left.length; i++) {
            left[i] = web[i % instances].serve(
                    arrivals[i], stretched(costs.calendar() + (lucky[i] ? costs.hold() : costs.full()), own));
        }
        Integer[] order = new Integer[left.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(left[a], left[b]));
        Station[] redis = stations(shards, 1);
        // Every instance counts and sweeps every desk.
        double desksOfAShard = Math.ceil(deskCount / (double) shards);
        double background = costs.redisDesk() * desksOfAShard * instances;
        double[] waits = new double[left.length];
        for (int i : order) {
            double answered = redis[desks[i] % shards].serve(
                    left[i], stretched(lucky[i] ? costs.redisHold() : costs.redisFull(), background));
            waits[i] = answered - arrivals[i];
        }
        Arrays.sort(waits);
        return waits;
    }

    /** How long work takes of which a share of the time is busy with something else. */
    private static double stretched(double service, double busy) {
        return busy < 1 ? service / (1 - busy) : Double.POSITIVE_INFINITY;
    }

    private static double last(double[] waits) {
        return waits[waits.length - 1];
    }

    /** Share of all processors that everybody takes who asks every {@value Crowd#POLL_EVERY_S} seconds where they stand. */
    private double polling(int instances) {
        return arrivals.length / Crowd.POLL_EVERY_S * costs.poll() / instances / PROCESSORS;
    }

    private static Station[] stations(int count, int servers) {
        Station[] stations = new Station[count];
        Arrays.setAll(stations, i -> new Station(servers));
        return stations;
    }
}
