package fr.creneau.config;

import java.time.Duration;

/**
 * A limit: so many at once, and one more for each equal part of the time that passed. {@code 60/1h} allows sixty at once, then one a
 * minute.
 *
 * @param burst 0 for no limit at all
 */
public record Rate(int burst, Duration per) {
    public static final Rate OFF = new Rate(0, Duration.ofSeconds(1));

    /** After how many microseconds one more is allowed; rounded up, so that counting stays in whole numbers. */
    public long intervalMicros() {
        long micros = per.toNanos() / 1_000;
        return burst == 0 ? micros : (micros + burst - 1) / burst;
    }
}
