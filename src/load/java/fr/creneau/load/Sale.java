package fr.creneau.load;

import java.time.Duration;

/**
 * What a site of the run's own sells.
 *
 * @param after from the next full minute after that time on
 * @param waitingRoom whether who enrolled before is let in by a draw
 */
record Sale(int seats, Duration after, boolean waitingRoom) {
    private static final Duration LONG_OPEN = Duration.ofMinutes(-5);

    /** Whether there is an opening to come for. */
    boolean isToCome() {
        return !after.isNegative();
    }

    /** At a site that has sold for a while. */
    static Sale open(int seats) {
        return new Sale(seats, LONG_OPEN, false);
    }
}
