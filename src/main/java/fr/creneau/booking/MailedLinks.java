package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.Read;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.booking.Rows.Found;
import fr.creneau.booking.Steps.Step;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.MailContent.CancelReason;
import fr.creneau.pg.Transactions;
import fr.creneau.pg.Transactions.End;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a link in a mail may do: show, confirm, give back. */
final class MailedLinks {
    private final Pool pool;
    private final PgBookingStore store;
    private final Mails mails;
    private final SeatMirror mirror;
    private final Retry retry;
    private final Supplier<Duration> cooling;
    private final Steps steps;

    /** @param cooling draws how long a seat rests that was given back */
    MailedLinks(
            Pool pool,
            PgBookingStore store,
            Mails mails,
            SeatMirror mirror,
            Retry retry,
            Supplier<Duration> cooling,
            Steps steps) {
        this.pool = pool;
        this.store = store;
        this.mails = mails;
        this.mirror = mirror;
        this.retry = retry;
        this.cooling = cooling;
        this.steps = steps;
    }

    Future<ReadOutcome> read(Read link) {
        return store.readByToken(pool, link.token(), EnumSet.of(link.purpose()))
                .map(found -> found.<ReadOutcome>map(it -> new ReadOutcome.Found(it.appointment(), it.confirmBy()))
                        .orElseGet(ReadOutcome.Unknown::new));
    }

    Future<ConfirmOutcome> confirm(Confirm link) {
        return retry.onceIfUnknown(() -> Transactions.run(pool, transaction -> confirm(transaction, link.token())))
                .compose(confirmed -> confirmed.isPresent()
                        ? steps.after(Step.CONFIRMATION_COMMITTED).map(go -> {
                            mails.written();
                            return new ConfirmOutcome.Confirmed(confirmed.get());
                        })
                        : whyNotConfirmed(link.token()));
    }

    private Future<End<Optional<Appointment>>> confirm(SqlConnection transaction, String token) {
        return store.confirm(transaction, token)
                .compose(confirmed -> confirmed.isEmpty()
                        ? Future.succeededFuture(new End.Rollback<>(Optional.empty()))
                        : steps.after(Step.REQUEST_CONFIRMED).compose(go -> convocation(transaction, confirmed.get())));
    }

    private Future<End<Optional<Appointment>>> convocation(SqlConnection transaction, BookingId booking) {
        return appointment(transaction, booking)
                .compose(appointment -> store.newToken(transaction, booking, Purpose.MANAGE)
                        .compose(token -> steps.after(Step.MANAGE_TOKEN_KEPT)
                                .compose(go -> mails.add(
                                        transaction, appointment, new MailContent.Convocation(appointment, token))))
                        .compose(added -> steps.after(Step.CONVOCATION_ADDED))
                        .map(new End.Commit<>(Optional.of(appointment))));
    }

    private Future<ConfirmOutcome> whyNotConfirmed(String token) {
        return store.readByToken(pool, token, EnumSet.of(Purpose.CONFIRM))
                .map(found -> found.map(MailedLinks::whyNotConfirmed).orElseGet(ConfirmOutcome.Unknown::new));
    }

    private static ConfirmOutcome whyNotConfirmed(Found found) {
        return switch (found.appointment().state()) {
            case BOOKED -> new ConfirmOutcome.AlreadyConfirmed(found.appointment());
            case EXPIRED, PENDING -> new ConfirmOutcome.Expired();
            case CANCELLED -> new ConfirmOutcome.Unknown();
        };
    }

    private record Cancelled(Appointment appointment, Optional<Seat> seat) {}

    Future<CancelOutcome> cancel(Cancel link) {
        return retry.onceIfUnknown(() -> Transactions.run(pool, transaction -> cancel(transaction, link.token())))
                .compose(cancelled -> cancelled.isPresent()
                        ? steps.after(Step.CANCELLATION_COMMITTED).compose(go -> cancelled(cancelled.get()))
                        : whyNotCancelled(link.token()));
    }

    private Future<End<Optional<Cancelled>>> cancel(SqlConnection transaction, String token) {
        return store.cancel(transaction, token, CancelReason.BY_APPLICANT)
                .compose(cancelled -> cancelled.isEmpty()
                        ? Future.succeededFuture(new End.Rollback<>(Optional.empty()))
                        : steps.after(Step.REQUEST_CANCELLED)
                                .compose(go -> freeSeat(transaction, cancelled.get()))
                                .map(done -> new End.Commit<>(Optional.of(done))));
    }

    private Future<Cancelled> freeSeat(SqlConnection transaction, BookingId booking) {
        return store.freeSeat(transaction, booking, cooling.get())
                .compose(seat -> steps.after(Step.SEAT_FREED)
                        .compose(go -> store.dropUnsentMails(transaction, booking))
                        .compose(dropped -> appointment(transaction, booking))
                        .compose(appointment -> mails.add(
                                        transaction,
                                        appointment,
                                        new MailContent.Cancellation(appointment, CancelReason.BY_APPLICANT))
                                .compose(added -> steps.after(Step.CANCELLATION_ADDED))
                                .map(new Cancelled(appointment, seat))));
    }

    private Future<CancelOutcome> cancelled(Cancelled cancelled) {
        mails.written();
        List<Seat> freed = cancelled.seat().stream().toList();
        return mirror.tellIfPossible(cancelled.appointment().desk(), freed).map(CancelOutcome.CANCELLED);
    }

    private Future<CancelOutcome> whyNotCancelled(String token) {
        return store.readByToken(pool, token, EnumSet.allOf(Purpose.class))
                .map(found -> found.map(it -> switch (it.appointment().state()) {
                            case CANCELLED, EXPIRED -> CancelOutcome.ALREADY_CANCELLED;
                            case PENDING, BOOKED -> CancelOutcome.TOO_LATE;
                        })
                        .orElse(CancelOutcome.UNKNOWN));
    }

    private Future<Appointment> appointment(SqlConnection transaction, BookingId booking) {
        return store.read(transaction, booking).map(found -> found.orElseThrow().appointment());
    }
}
