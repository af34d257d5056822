package fr.creneau.mail;

import fr.creneau.booking.BookingMessages;
import fr.creneau.bus.Bus;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.outbox.OutgoingMail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from the relay's acceptance: the fifteen minutes start, and the row is told. While the row cannot be told, the
 * acceptance is remembered here, so that this instance does not send the mail again when the claim comes back. Used on one event loop.
 */
final class Acceptance {
    private static final Logger log = LoggerFactory.getLogger(Acceptance.class);
    private static final int TELLINGS = 4;
    private static final Duration BETWEEN_TELLINGS = Duration.ofSeconds(1);
    /** Beyond this many unsettled mails a second copy is preferred to running out of memory. */
    private static final int REMEMBERED = 10_000;

    private final Vertx vertx;
    private final OutboxQueue queue;
    private final Bus bus;
    private final Clock clock;
    private final Map<UUID, Instant> unsettled = new HashMap<>();

    Acceptance(Vertx vertx, OutboxQueue queue, Bus bus, Clock clock) {
        this.vertx = vertx;
        this.queue = queue;
        this.bus = bus;
        this.clock = clock;
    }

    boolean isKnown(UUID mail) {
        return unsettled.containsKey(mail);
    }

    /** The relay accepted it just now. Fails if the row could not be told after several tries. */
    Future<Void> accepted(OutgoingMail mail) {
        if (unsettled.size() < REMEMBERED) {
            unsettled.put(mail.id(), now());
        }
        return settle(mail);
    }

    /** Tells what {@link #accepted} learned. */
    Future<Void> settle(OutgoingMail mail) {
        Instant at = unsettled.getOrDefault(mail.id(), now());
        return tell(mail.id(), at, TELLINGS)
                .onSuccess(news -> {
                    unsettled.remove(mail.id());
                    if (news) {
                        announce(mail, at);
                    }
                })
                .mapEmpty();
    }

    /** As exact as the table, so that what is announced is what is kept. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Not of a mail that was withdrawn meanwhile: its time does not count. Best effort: sent_at stays in the row for whoever missed it. */
    private void announce(OutgoingMail mail, Instant at) {
        if (mail.content() instanceof MailContent.ToConfirm) {
            mail.booking().ifPresent(booking -> announce(new BookingMessages.MailAccepted(booking, at), TELLINGS));
        }
    }

    private void announce(BookingMessages.MailAccepted fact, int tries) {
        bus.request(BookingMessages.MAIL_ACCEPTED, fact).onFailure(fault -> {
            if (tries > 1) {
                vertx.setTimer(
                        BETWEEN_TELLINGS.toMillis() * (TELLINGS - tries + 1), waited -> announce(fact, tries - 1));
            } else {
                log.warn("nobody learned that the first mail of {} was accepted", fact.booking());
            }
        });
    }

    private Future<Boolean> tell(UUID mail, Instant at, int tries) {
        return queue.sent(mail, at)
                .recover(fault -> tries <= 1
                        ? Future.failedFuture(fault)
                        : vertx.timer(BETWEEN_TELLINGS.toMillis() * (TELLINGS - tries + 1))
                                .compose(waited -> tell(mail, at, tries - 1)));
    }
}
