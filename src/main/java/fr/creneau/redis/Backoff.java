package fr.creneau.redis;

import java.util.random.RandomGenerator;

/** Growing waits between attempts to connect, with jitter so that instances do not come back all at once. */
final class Backoff {
    private static final long FIRST_MS = 50;
    private static final long LONGEST_MS = 5_000;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Milliseconds to wait: none after the first failure, then between half and the whole of a bound that doubles up to five seconds. */
    long next() {
        if (failures == 0) {
            failures++;
            return 0;
        }
        long bound = Math.min(LONGEST_MS, FIRST_MS << Math.min(failures, 10));
        failures++;
        return bound / 2 + random.nextLong(bound / 2 + 1);
    }

    void reset() {
        failures = 0;
    }
}
