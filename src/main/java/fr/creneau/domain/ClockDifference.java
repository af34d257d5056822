package fr.creneau.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * By how much another clock is ahead of one's own, as far as that can be told from afar. Immutable.
 *
 * @param ahead negative where the other one is behind
 */
public record ClockDifference(Duration ahead) {
    public static final ClockDifference NONE = new ClockDifference(Duration.ZERO);

    /**
     * The other clock told its time between two readings of one's own. Where what is known lies within the two it is kept: the difference
     * must not tremble with the network.
     */
    public ClockDifference learn(Instant asked, Instant told, Instant answered) {
        Duration least = Duration.between(answered, told);
        Duration most = Duration.between(asked, told);
        return ahead.compareTo(least) >= 0 && ahead.compareTo(most) <= 0
                ? this
                : new ClockDifference(least.plus(most).dividedBy(2));
    }
}
