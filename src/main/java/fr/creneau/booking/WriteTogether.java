package fr.creneau.booking;

import fr.creneau.booking.PgBatchStore.Linked;
import fr.creneau.booking.Steps.Step;
import fr.creneau.booking.WriteRequest.Written;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submissions that come while a transaction is under way are written together in the next one: a crowd costs a few commits instead of one
 * each. Each gets what it would have got alone: whoever is not written with the others, for whatever reason, is written alone, and learns
 * the reason there. Used on one event loop.
 */
final class WriteTogether {
    /** One waits for the disk while the other is at work. */
    private static final int LANES = 2;

    private static final int LARGEST = 200;
    /** More than a page's patience lets through. */
    static final int MOST_WAITING = 5_000;

    private static final Logger log = LoggerFactory.getLogger(WriteTogether.class);

    private final Pool pool;
    private final PgBatchStore store;
    private final Mails mails;
    private final WriteRequest alone;
    private final Steps steps;
    private final Batcher<NewBooking, Optional<Written.Done>> batches =
            new Batcher<>(LANES, LARGEST, MOST_WAITING, this::writeAll);

    WriteTogether(Pool pool, PgBatchStore store, Mails mails, WriteRequest alone, Steps steps) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.alone = alone;
        this.steps = steps;
    }

    Future<Written> write(NewBooking booking) {
        return batches.ask(booking)
                .compose(done ->
                        done.<Future<Written>>map(Future::succeededFuture).orElseGet(() -> alone.write(booking)));
    }

    /** Never fails: one that cannot be written must not keep the others from it. */
    private Future<List<Optional<Written.Done>>> writeAll(List<NewBooking> bookings) {
        return Transactions.run(pool, transaction -> write(transaction, bookings))
                .compose(written -> written.isEmpty()
                        ? Future.succeededFuture(written)
                        : steps.after(Step.SUBMISSION_COMMITTED).map(go -> {
                            mails.written();
                            return written;
                        }))
                .otherwise(fault -> {
                    log.warn(
                            "{} submissions are written one by one: {}",
                            bookings.size(),
                            fault.getClass().getSimpleName());
                    return Map.of();
                })
                .map(written -> bookings.stream()
                        .map(booking -> Optional.ofNullable(
                                written.get(booking.appointment().id())))
                        .toList());
    }

    private Future<End<Map<BookingId, Written.Done>>> write(SqlConnection transaction, List<NewBooking> bookings) {
        Map<Seat, Linked> seats = new LinkedHashMap<>();
        bookings.forEach(booking -> seats.putIfAbsent(booking.seat(), new Linked(booking, Tokens.random())));
        return store.write(transaction, List.copyOf(seats.values())).compose(written -> {
            if (written.isEmpty()) {
                return Future.succeededFuture(new End.Rollback<>(written));
            }
            List<OutgoingMail> first = seats.values().stream()
                    .flatMap(one -> Optional.ofNullable(
                            written.get(one.booking().appointment().id()))
                            .map(done -> firstMail(one, done))
                            .stream())
                    .toList();
            return steps.after(Step.REQUEST_INSERTED)
                    .compose(go -> mails.addAll(transaction, first))
                    .compose(added -> steps.after(Step.MAIL_ADDED))
                    .map(go -> new End.Commit<>(written));
        });
    }

    private static OutgoingMail firstMail(Linked one, Written.Done done) {
        Appointment appointment = one.booking().appointment();
        return Mails.about(appointment, new MailContent.ToConfirm(appointment, one.token(), done.confirmBy()));
    }
}
