package fr.creneau.booking;

import fr.creneau.booking.PgBookingStore.Earlier;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What happens when a person who has a request asks for another one: the session is shown a decoy that looks like a request, and the
 * address on file is told, once an hour at most. The seat rests as if it were taken. Whoever tries numbers learns nothing.
 */
final class RefuseQuietly {
    private final Pool pool;
    private final PgBookingStore store;
    private final Mails mails;
    private final Retry retry;
    private final Duration cooling;

    /** @param cooling the longest time a seat rests after an expiry */
    RefuseQuietly(Pool pool, PgBookingStore store, Mails mails, Retry retry, Duration cooling) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.retry = retry;
        this.cooling = cooling;
    }

    /** What to do for a person who may have a request. */
    sealed interface Refusal {
        /** The session's own active request, or the decoy it was shown: the seat is not needed. */
        record Own(Earlier request) implements Refusal {}

        /** A request that is none. */
        record Decoy(Earlier shown) implements Refusal {}

        /** No request would have got that seat. */
        record SeatTaken() implements Refusal {}

        /** The person has no active request after all. */
        record None() implements Refusal {}
    }

    Future<Refusal> refuse(NewBooking refused) {
        return retry.onceIfUnknown(() -> Transactions.run(pool, transaction -> refuse(transaction, refused)))
                .onSuccess(answer -> mails.written());
    }

    private Future<End<Refusal>> refuse(SqlConnection transaction, NewBooking refused) {
        return store.activeOf(transaction, refused.appointment().desk(), refused.person())
                .compose(active -> {
                    if (active.isEmpty()) {
                        return Future.succeededFuture(new End.Rollback<Refusal>(new Refusal.None()));
                    } else if (isOwn(active.get(), refused)) {
                        return Future.succeededFuture(new End.Rollback<Refusal>(new Refusal.Own(active.get())));
                    }
                    return store.ownDecoy(transaction, refused)
                            .compose(shown -> shown.isPresent()
                                    ? Future.succeededFuture(new End.Rollback<Refusal>(new Refusal.Own(shown.get())))
                                    : tell(transaction, active.get().id())
                                            .compose(told -> decoy(transaction, refused)));
                });
    }

    /** Who asks from the browser that already asked learns nothing new from seeing that request. */
    private static boolean isOwn(Earlier active, NewBooking refused) {
        return active.sessionHash().equals(refused.sessionHash());
    }

    private Future<Void> tell(SqlConnection transaction, BookingId active) {
        return store.wasToldLately(transaction, active)
                .compose(told -> told
                        ? Future.succeededFuture()
                        : store.read(transaction, active)
                                .compose(found -> mails.add(
                                        transaction,
                                        found.orElseThrow().appointment(),
                                        new MailContent.AlreadyBooked(
                                                found.orElseThrow().appointment())))
                                .mapEmpty());
    }

    private Future<End<Refusal>> decoy(SqlConnection transaction, NewBooking refused) {
        BookingId id = new BookingId(UUID.randomUUID());
        return store.insertDecoy(transaction, id, refused)
                .compose(confirmBy -> confirmBy.isPresent()
                        ? rest(transaction, refused, decoyOf(id, refused, confirmBy.get()))
                        : store.earlier(transaction, refused.holdId())
                                .map(earlier -> new End.Commit<>(new Refusal.Decoy(earlier.orElseThrow()))));
    }

    private static Earlier decoyOf(BookingId id, NewBooking refused, Instant confirmBy) {
        return new Earlier(id, refused.sessionHash(), confirmBy, Optional.of(refused.submission()));
    }

    private Future<End<Refusal>> rest(SqlConnection transaction, NewBooking refused, Earlier decoy) {
        return store.restSeat(transaction, refused.seat(), cooling)
                .map(rests -> rests
                        ? new End.Commit<Refusal>(new Refusal.Decoy(decoy))
                        : new End.Rollback<Refusal>(new Refusal.SeatTaken()));
    }
}
