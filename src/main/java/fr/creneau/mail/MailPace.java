package fr.creneau.mail;

import fr.creneau.config.Config;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How fast and how patiently mails are sent.
 *
 * @param tick how often the outbox is looked at when nothing wakes us
 * @param staleAfter after which a claim is taken for one of an instance that died: longer than any mail stays in hand
 * @param firstRetry delay after the first failed attempt; each further one doubles it
 * @param longestRetry the delay grows no longer than this
 * @param longestPause the longest pause while the relay cannot be used at all
 * @param longestAhead what is claimed and waits longer for a connection goes back, for an instance whose relay is faster; far below the
 *     age of a stale claim
 */
record MailPace(
        Duration tick,
        Duration staleAfter,
        Duration firstRetry,
        Duration longestRetry,
        Duration longestPause,
        Duration longestAhead) {

    static MailPace of(Config.Smtp smtp) {
        return new MailPace(
                Duration.ofSeconds(2),
                Relay.longest(smtp).plus(MailDispatcher.COMPOSING).plus(Duration.ofMinutes(1)),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10));
    }

    /** After that many failed attempts; a quarter more or less, so that mails that failed together do not come back together. */
    Duration retry(int attempts, RandomGenerator random) {
        return grown(longestRetry, attempts, random);
    }

    /** After the relay could not be used so many times in a row. */
    Duration pause(int times, RandomGenerator random) {
        return grown(longestPause, times, random);
    }

    private Duration grown(Duration longest, int times, RandomGenerator random) {
        long doubled = firstRetry.toMillis() << Math.min(Math.max(times - 1, 0), 20);
        double jitter = 0.75 + random.nextDouble() * 0.5;
        return Duration.ofMillis(Math.round(Math.min(doubled, longest.toMillis()) * jitter));
    }
}
