package fr.creneau.bench;

import java.util.Random;

/** Whether the simulation finds what is known: the mean wait of a queue M/D/1, and when the last of a crowd is served. */
final class StationCheck {
    private static final double SERVICE = 0.001;
    private static final int CUSTOMERS = 4_000_000;
    private static final double TOLERANCE = 0.03;

    private StationCheck() {}

    static void run() {
        for (double busy : new double[] {0.5, 0.8, 0.9}) {
            double known = busy * SERVICE / (2 * (1 - busy));
            compare("M/D/1, busy " + busy + ", mean wait", meanWait(busy), known);
        }
        compare("10 000 in one second, 4 servers, last answer", lastOfACrowd(10_000, 4), 10_000 * SERVICE / 4);
    }

    private static double meanWait(double busy) {
        Random random = new Random(1);
        Station station = new Station(1);
        double now = 0;
        double waited = 0;
        for (int i = 0; i < CUSTOMERS; i++) {
            now += -Math.log(1 - random.nextDouble()) * SERVICE / busy;
            waited += station.serve(now, SERVICE) - SERVICE - now;
        }
        return waited / CUSTOMERS;
    }

    private static double lastOfACrowd(int people, int servers) {
        Station station = new Station(servers);
        double last = 0;
        for (int i = 0; i < people; i++) {
            last = station.serve(i / (double) people, SERVICE);
        }
        return last;
    }

    private static void compare(String what, double found, double known) {
        System.out.printf("check: %s %.3f ms, known %.3f ms%n", what, found * 1e3, known * 1e3);
        if (Math.abs(found / known - 1) > TOLERANCE) {
            throw new IllegalStateException("the simulation is wrong: " + what);
        }
    }
}
