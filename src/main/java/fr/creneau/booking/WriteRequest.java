package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.Steps.Step;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;

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
        record Done(Instant confirmBy) implements Written {}

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
        return store.insert(transaction, booking)
                .compose(inserted -> inserted.isEmpty()
                        ? Future.succeededFuture(new End.Rollback<Written>(new Written.Conflict()))
                        : steps.after(Step.REQUEST_INSERTED)
                                .compose(go -> takeSeat(transaction, booking, inserted.get())));
    }

    private Future<End<Written>> takeSeat(SqlConnection transaction, NewBooking booking, Instant confirmBy) {
        return store.takeSeat(transaction, booking.appointment().id(), booking.seat())
                .compose(taken -> !taken
                        ? Future.succeededFuture(new End.Rollback<Written>(new Written.SeatTaken()))
                        : steps.after(Step.SEAT_TAKEN)
                                .compose(go -> addMail(transaction, booking.appointment(), confirmBy))
                                .map(new End.Commit<Written>(new Written.Done(confirmBy))));
    }

    private Future<Void> addMail(SqlConnection transaction, Appointment appointment, Instant confirmBy) {
        return store.newToken(transaction, appointment.id(), Purpose.CONFIRM)
                .compose(token -> steps.after(Step.TOKEN_KEPT)
                        .compose(go -> mails.add(
                                transaction, appointment, new MailContent.ToConfirm(appointment, token, confirmBy))))
                .compose(added -> steps.after(Step.MAIL_ADDED));
    }
}
