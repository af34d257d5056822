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
import io.vertx.core.VertxException;
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

    /** Of the pool's connections: a batch that failed leaves some for others. */
    private static final int LANES_ALONE = 4;

    private static final Logger log = LoggerFactory.getLogger(WriteTogether.class);

    private final Pool pool;
    private final PgBatchStore store;
    private final Mails mails;
    private final WriteRequest alone;
    private final Steps steps;
    private final Batcher<Wish, Optional<Written.Done>> batches =
            new Batcher<>(LANES, LARGEST, MOST_WAITING, this::writeAll);
    private final Batcher<Wish, Written> singles = new Batcher<>(LANES_ALONE, 1, MOST_WAITING, this::writeAlone);

    WriteTogether(Pool pool, PgBatchStore store, Mails mails, WriteRequest alone, Steps steps) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.alone = alone;
        this.steps = steps;
    }

    /** @param since as {@link System#nanoTime} */
    private record Wish(NewBooking booking, long since) {
        /** Whoever asked was told by the bus that there is no answer: what is written now would surprise them. */
        boolean isLate() {
            return System.nanoTime() - since > BookingMessages.OPEN.timeout().toNanos();
        }
    }

    Future<Written> write(NewBooking booking) {
        Wish wish = new Wish(booking, System.nanoTime());
        return batches.ask(wish)
                .compose(done ->
                        done.<Future<Written>>map(Future::succeededFuture).orElseGet(() -> singles.ask(wish)));
    }

    private Future<List<Written>> writeAlone(List<Wish> one) {
        Wish wish = one.get(0);
        return wish.isLate()
                ? Future.failedFuture(VertxException.noStackTrace("waited too long, nothing was written"))
                : alone.write(wish.booking()).map(List::of);
    }

    /** Never fails: one that cannot be written must not keep the others from it. */
    private Future<List<Optional<Written.Done>>> writeAll(List<Wish> wishes) {
        List<NewBooking> bookings = wishes.stream()
                .filter(wish -> !wish.isLate())
                .map(Wish::booking)
                .toList();
        Future<Map<BookingId, Written.Done>> written = bookings.isEmpty()
                ? Future.succeededFuture(Map.of())
                : Transactions.run(pool, transaction -> write(transaction, bookings));
        return written.compose(some -> some.isEmpty()
                        ? Future.succeededFuture(some)
                        : steps.after(Step.SUBMISSION_COMMITTED).map(go -> {
                            mails.written();
                            return some;
                        }))
                .otherwise(fault -> {
                    log.warn(
                            "{} submissions are written one by one: {}",
                            bookings.size(),
                            fault.getClass().getSimpleName());
                    return Map.of();
                })
                .map(some -> wishes.stream()
                        .map(wish -> Optional.ofNullable(
                                some.get(wish.booking().appointment().id())))
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
