package fr.creneau.bench;

import java.util.PriorityQueue;

/** A queue in front of servers that are alike: who came first is served first, by the server that is free first. Times in seconds. */
final class Station {
    private final PriorityQueue<Double> freeAt = new PriorityQueue<>();

    Station(int servers) {
        for (int i = 0; i < servers; i++) {
            freeAt.add(0.0);
        }
    }

    /**
     * @param arrival never before that of the last call
     * @return when it has been served
     */
    double serve(double arrival, double service) {
        double served = Math.max(arrival, freeAt.remove()) + service;
        freeAt.add(served);
        return served;
    }
}
