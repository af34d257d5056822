package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.Rows.Found;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.outbox.MailContent.CancelReason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Requests, the seats they own, and the links that lead to them. Each method is one statement on the connection it is given, so that
 * the flows decide what is one transaction.
 */
final class PgBookingStore {
    private final ConfirmDeadline deadline;

    PgBookingStore(ConfirmDeadline deadline) {
        this.deadline = deadline;
    }

    /**
     * What an earlier submission made.
     *
     * @param submission keyed hash of what it said; empty where that is forgotten
     */
    record Earlier(BookingId id, Buffer sessionHash, Instant confirmBy, Optional<Buffer> submission) {}

    /** @param waitingRoom whether its seats are held in turns */
    record OnSale(Instant start, Duration length, boolean waitingRoom) {}

    Future<Optional<Earlier>> earlier(SqlClient client, String holdId) {
        return client.preparedQuery(BookingSql.EARLIER)
                .execute(Tuple.of(holdId, deadline.atMost().toMillis()))
                .map(rows -> Rows.first(rows, PgBookingStore::earlier));
    }

    /** What this session made by that submission, or else the newest it made. */
    Future<Optional<Earlier>> ofSession(SqlClient client, Buffer sessionHash, Buffer submission) {
        return client.preparedQuery(BookingSql.OF_SESSION)
                .execute(Tuple.of(sessionHash, deadline.atMost().toMillis(), submission))
                .map(rows -> Rows.first(rows, PgBookingStore::earlier));
    }

    /**
     * Locks the desk and the seat, in the order that imports and other submissions take them in: before anything is written that they
     * could wait for.
     */
    Future<Void> lock(SqlClient transaction, NewBooking booking) {
        Seat seat = booking.seat();
        String[] desk = {booking.appointment().desk().value()};
        Future<?> kept = transaction
                .preparedQuery(BookingSql.KEEP_DESKS)
                .execute(Tuple.tuple().addArrayOfString(desk));
        Future<?> locked = transaction
                .preparedQuery(BookingSql.LOCK_FREE_SEAT)
                .execute(Tuple.of(seat.slot().value(), seat.number()));
        return Future.join(kept, locked).mapEmpty();
    }

    /** Empty if the hold was used, the person has an active request or the reference is another's: find out which. */
    Future<Optional<Instant>> insert(SqlClient transaction, NewBooking booking) {
        Appointment a = booking.appointment();
        Tuple values = Tuple.tuple()
                .addUUID(a.id().value())
                .addString(a.reference().value())
                .addString(a.desk().value())
                .addString(booking.seat().slot().value())
                .addInteger(booking.seat().number())
                .addBuffer(booking.sessionHash())
                .addString(booking.holdId())
                .addString(a.applicant().lastName())
                .addString(a.applicant().firstName())
                .addString(a.applicant().email().value())
                .addString(a.applicant().phone().orElse(null))
                .addString(a.applicant().agdref().digits())
                .addBuffer(booking.person())
                .addString(a.answers().procedure().name())
                .addLocalDate(a.answers().permitExpiry())
                .addString(a.answers().commune())
                .addString(booking.rulesVersion())
                .addInteger(a.feeEuros())
                .addString(a.language().name())
                .addBuffer(booking.submission())
                .addLong(deadline.atMost().toMillis());
        return transaction
                .preparedQuery(BookingSql.INSERT_BOOKING)
                .execute(values)
                .map(rows -> Rows.first(rows, row -> Rows.instant(row, "confirm_by")));
    }

    /** The one place where a seat gets an owner: what Redis is to be told if it is this request's now, else empty. */
    Future<Optional<SeatWord>> takeSeat(SqlClient transaction, NewBooking booking) {
        Appointment appointment = booking.appointment();
        Seat seat = booking.seat();
        return transaction
                .preparedQuery(BookingSql.TAKE_SEAT)
                .execute(Tuple.of(appointment.id().value(), seat.slot().value(), seat.number()))
                .map(rows -> Rows.first(
                        rows,
                        row -> new SeatWord(
                                seat,
                                appointment.start(),
                                Rows.instant(row, "opens_at"),
                                row.getLong("version"),
                                new Availability.Taken())));
    }

    /** A new token for a link in a mail; only its hash is kept. */
    Future<String> newToken(SqlClient transaction, BookingId booking, Purpose purpose) {
        String token = Tokens.random();
        return keepToken(transaction, booking, purpose, token).map(token);
    }

    Future<Void> keepToken(SqlClient transaction, BookingId booking, Purpose purpose, String token) {
        return transaction
                .preparedQuery(BookingSql.INSERT_TOKEN)
                .execute(Tuple.of(Rows.buffer(Tokens.hash(token)), booking.value(), purpose.name()))
                .mapEmpty();
    }

    /** The request that stands between this person and another one, locked. */
    Future<Optional<Earlier>> activeOf(SqlClient transaction, DeskId desk, Buffer person) {
        return transaction
                .preparedQuery(BookingSql.ACTIVE_OF_PERSON)
                .execute(Tuple.of(desk.value(), person))
                .map(rows -> Rows.first(rows, PgBookingStore::earlier));
    }

    Future<Optional<Found>> read(SqlClient client, BookingId booking) {
        return client.preparedQuery(BookingSql.READ)
                .execute(Tuple.of(booking.value()))
                .map(rows -> Rows.first(rows, Rows::found));
    }

    Future<Optional<Found>> readByToken(SqlClient client, String token, Set<Purpose> purposes) {
        String[] names = purposes.stream().map(Purpose::name).toArray(String[]::new);
        return client.preparedQuery(BookingSql.READ_BY_TOKEN)
                .execute(Tuple.tuple().addBuffer(hash(token)).addArrayOfString(names))
                .map(rows -> Rows.first(rows, Rows::found));
    }

    /** Empty if it is not pending any more, or too late. */
    Future<Optional<BookingId>> confirm(SqlClient transaction, String token) {
        return transaction
                .preparedQuery(BookingSql.CONFIRM)
                .execute(Tuple.of(hash(token)))
                .map(rows -> Rows.first(rows, row -> new BookingId(row.getUUID("id"))));
    }

    /** Empty if it has ended, or begun. */
    Future<Optional<BookingId>> cancel(SqlClient transaction, String token, CancelReason reason) {
        return transaction
                .preparedQuery(BookingSql.CANCEL)
                .execute(Tuple.of(hash(token), reason.name()))
                .map(rows -> Rows.first(rows, row -> new BookingId(row.getUUID("id"))));
    }

    /** Drops what has not left yet about a request that was given back. */
    Future<Void> dropUnsentMails(SqlClient transaction, BookingId booking) {
        return transaction
                .preparedQuery(BookingSql.DROP_UNSENT_MAILS)
                .execute(Tuple.of(booking.value()))
                .mapEmpty();
    }

    Future<Optional<Seat>> freeSeat(SqlClient transaction, BookingId booking, Duration cooling) {
        return transaction
                .preparedQuery(BookingSql.FREE_SEAT)
                .execute(Tuple.of(booking.value(), cooling.toMillis()))
                .map(rows -> Rows.first(
                        rows, row -> new Seat(new SlotId(row.getString("slot_id")), row.getInteger("seat_no"))));
    }

    /** The decoy that this session was shown for that person, as long as a request could be mended. */
    Future<Optional<Earlier>> ownDecoy(SqlClient transaction, NewBooking refused) {
        return transaction
                .preparedQuery(BookingSql.OWN_DECOY)
                .execute(Tuple.of(
                        refused.sessionHash(),
                        refused.person(),
                        refused.appointment().desk().value(),
                        deadline.within().toMillis(),
                        deadline.atMost().toMillis()))
                .map(rows -> Rows.first(rows, PgBookingStore::earlier));
    }

    /** Adds a decoy; empty if the hold was used before. */
    Future<Optional<Instant>> insertDecoy(SqlClient transaction, BookingId id, NewBooking refused) {
        return transaction
                .preparedQuery(BookingSql.INSERT_DECOY)
                .execute(Tuple.of(
                        id.value(),
                        refused.sessionHash(),
                        refused.holdId(),
                        refused.appointment().applicant().email().value(),
                        refused.person(),
                        refused.seat().slot().value(),
                        refused.seat().number(),
                        refused.submission(),
                        deadline.atMost().toMillis()))
                .map(rows -> Rows.first(rows, row -> Rows.instant(row, "confirm_by")));
    }

    /** Whether the seat could have been taken: it rests as long as a request that nobody confirms would keep it. */
    Future<Boolean> restSeat(SqlClient transaction, Seat seat, Duration cooling) {
        return transaction
                .preparedQuery(BookingSql.REST_SEAT)
                .execute(Tuple.of(
                        seat.slot().value(), seat.number(), deadline.within().toMillis(), cooling.toMillis()))
                .map(rows -> rows.size() == 1);
    }

    /** Whether a mail of the last hour told this person about a refused request. */
    Future<Boolean> wasToldLately(SqlClient transaction, BookingId active) {
        return transaction
                .preparedQuery(BookingSql.TOLD_LATELY)
                .execute(Tuple.of(active.value()))
                .map(rows -> rows.size() > 0);
    }

    private static Earlier earlier(io.vertx.sqlclient.Row row) {
        return new Earlier(
                new BookingId(row.getUUID("id")),
                row.getBuffer("session_hash"),
                Rows.instant(row, "confirm_by"),
                Optional.ofNullable(row.getBuffer("submission")));
    }

    private static Buffer hash(String token) {
        return Rows.buffer(Tokens.hash(token));
    }
}
