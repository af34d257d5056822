package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.Steps.Step;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;

/**
 * The transaction of a submission: the request, its seat, its link and its first mail, all or nothing. When the connection is lost and
 * nobody knows whether it was committed, it is run once more: the hold's id is unique, so it finds itself or is written now.
 */
final class WriteRequest {
    private final Pool pool;
    private final PgBookingStore store;
    private final Mails mails;
    private final Retry retry;
    private final Steps steps;

    WriteRequest(Pool pool, PgBookingStore store, Mails mails, Retry retry, Steps steps) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.retry = retry;
        this.steps = steps;
    }

    sealed interface Written {
        /** @param word of its seat, which Redis is to be told */
        record Done(Instant confirmBy, SeatWord word) implements Written {}

        /** Another request owns the seat, or it cools, has not opened, or is withdrawn. */
        record SeatTaken() implements Written {}

        /** The hold, the person or the reference stands in another row. */
        record Conflict() implements Written {}
    }

    Future<Written> write(NewBooking booking) {
        return retry.onceIfUnknown(() -> Transactions.run(pool, transaction -> insert(transaction, booking)))
                .compose(written -> written instanceof Written.Done
                        ? steps.after(Step.SUBMISSION_COMMITTED).map(go -> {
                            mails.written();
                            return written;
                        })
                        : Future.succeededFuture(written));
    }

    private Future<End<Written>> insert(SqlConnection transaction, NewBooking booking) {
        Future<Void> locked = store.lock(transaction, booking);
        Future<Optional<Instant>> written = store.insert(transaction, booking);
        return Future.join(locked, written)
                .compose(both -> written)
                .compose(inserted -> inserted.isEmpty()
                        ? Future.succeededFuture(new End.Rollback<Written>(new Written.Conflict()))
                        : steps.after(Step.REQUEST_INSERTED)
                                .compose(go -> takeSeat(transaction, booking, inserted.get())));
    }

    /** Seat, link and mail leave together and wait for PostgreSQL once; without the seat all is rolled back. */
    private Future<End<Written>> takeSeat(SqlConnection transaction, NewBooking booking, Instant confirmBy) {
        Appointment appointment = booking.appointment();
        String token = Tokens.random();
        Future<Optional<SeatWord>> taken = store.takeSeat(transaction, booking);
        Future<Void> kept = store.keepToken(transaction, appointment.id(), Purpose.CONFIRM, token);
        Future<?> added = mails.add(transaction, appointment, new MailContent.ToConfirm(appointment, token, confirmBy));
        return Future.join(taken, kept, added)
                .compose(all -> taken.result()
                        .map(word -> steps.after(Step.MAIL_ADDED)
                                .<End<Written>>map(new End.Commit<>(new Written.Done(confirmBy, word))))
                        .orElseGet(() -> Future.succeededFuture(new End.Rollback<>(new Written.SeatTaken()))));
    }
}
