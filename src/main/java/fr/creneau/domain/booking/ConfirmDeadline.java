package fr.creneau.domain.booking;

import java.time.Duration;
import java.time.Instant;

/**
 * Until when a request may be confirmed (RULES.md §3): some time from the moment the relay took the mail, and never later than some
 * longer time after the submission. Instants are those of one clock, the database's.
 *
 * @param within from the relay's acceptance: 15 minutes
 * @param atMost from the submission, however late the relay accepts: 30 minutes
 */
public record ConfirmDeadline(Duration within, Duration atMost) {

    /** The latest it can become; also what stands while no relay has taken the mail. */
    public Instant atLatest(Instant openedAt) {
        return openedAt.plus(atMost);
    }

    /** The deadline once the relay took a mail; for a mail that was only asked for, what can be promised already. */
    public Instant afterAcceptance(Instant openedAt, Instant acceptedAt) {
        return earlier(acceptedAt.plus(within), atLatest(openedAt));
    }

    /** The deadline once the relay took a further mail: it may gain by it, never lose. */
    public Instant afterFurtherAcceptance(Instant openedAt, Instant acceptedAt, Instant deadline) {
        Instant fresh = afterAcceptance(openedAt, acceptedAt);
        return fresh.isAfter(deadline) ? fresh : deadline;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
