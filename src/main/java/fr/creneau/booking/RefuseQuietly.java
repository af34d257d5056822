package fr.creneau.booking;

import fr.creneau.booking.PgBookingStore.Earlier;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What happens when a person who has a request asks for another one: the session is shown a decoy that looks like a request, and the
 * address on file is told, once an hour at most. Whoever tries numbers learns nothing.
 */
final class RefuseQuietly {
    private final Pool pool;
    private final PgBookingStore store;
    private final Mails mails;
    private final Retry retry;

    RefuseQuietly(Pool pool, PgBookingStore store, Mails mails, Retry retry) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.retry = retry;
    }

    /** What to show: the session's own active request, or a decoy. Empty if the person has no active request after all. */
    Future<Optional<Earlier>> refuse(NewBooking refused) {
        return retry.onceIfUnknown(() -> Transactions.run(pool, transaction -> refuse(transaction, refused)))
                .onSuccess(answer -> mails.written());
    }

    private Future<End<Optional<Earlier>>> refuse(SqlConnection transaction, NewBooking refused) {
        return store.activeOf(transaction, refused.appointment().desk(), refused.person())
                .compose(active -> {
                    if (active.isEmpty() || isOwn(active.get(), refused)) {
                        return Future.succeededFuture(active);
                    }
                    return mail(transaction, active.get().id())
                            .compose(mail -> decoy(transaction, refused, mail))
                            .map(Optional::of);
                })
                .map(End.Commit::new);
    }

    /** Who asks from the browser that already asked learns nothing new from seeing that request. */
    private static boolean isOwn(Earlier active, NewBooking refused) {
        return active.sessionHash().equals(refused.sessionHash());
    }

    private Future<UUID> mail(SqlConnection transaction, BookingId active) {
        return store.lastAlreadyBookedMail(transaction, active)
                .compose(last -> last.map(Future::succeededFuture)
                        .orElseGet(() -> store.read(transaction, active)
                                .compose(found -> mails.add(
                                        transaction,
                                        found.orElseThrow().appointment(),
                                        new MailContent.AlreadyBooked(
                                                found.orElseThrow().appointment())))));
    }

    private Future<Earlier> decoy(SqlConnection transaction, NewBooking refused, UUID mail) {
        BookingId id = new BookingId(UUID.randomUUID());
        return store.insertDecoy(transaction, id, refused, mail)
                .compose(confirmBy -> confirmBy.isPresent()
                        ? Future.succeededFuture(decoy(refused, id, confirmBy.get()))
                        : store.earlier(transaction, refused.holdId()).map(Optional::orElseThrow));
    }

    private static Earlier decoy(NewBooking refused, BookingId id, Instant confirmBy) {
        return new Earlier(id, refused.sessionHash(), confirmBy);
    }
}
