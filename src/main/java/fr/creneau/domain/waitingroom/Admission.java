package fr.creneau.domain.waitingroom;

import java.time.Duration;

/**
 * How many people may be let in now: never more than there are free seats that nobody else who was let in may still take, and not
 * faster than the site likes.
 *
 * @param rate people a second, over the whole site
 */
public record Admission(int rate) {
    /** Whoever was let in long ago has not saved up for a rush: two seconds' worth at once, at most. */
    private static final long MOST_SAVED_MS = 2_000;

    private static final long MILLIS_A_SECOND = 1_000;

    /**
     * @param free seats that can be held
     * @param turns people who were let in and have neither taken a seat nor lost their turn
     * @param waiting people not let in yet
     * @param pause since somebody was last let in
     */
    public int next(int free, int turns, int waiting, Duration pause) {
        long saved = Math.min(Math.max(pause.toMillis(), 0), MOST_SAVED_MS) * rate / MILLIS_A_SECOND;
        return (int) Math.max(0, Math.min(Math.min(free - turns, waiting), saved));
    }
}
