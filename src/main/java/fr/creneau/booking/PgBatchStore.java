package fr.creneau.booking;

import fr.creneau.booking.PgBookingStore.OnSale;
import fr.creneau.booking.WriteRequest.Written;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** What {@link PgBookingStore} does for one submission, for many with one statement. */
final class PgBatchStore {
    private final ConfirmDeadline deadline;

    PgBatchStore(ConfirmDeadline deadline) {
        this.deadline = deadline;
    }

    record SlotOfDesk(DeskId desk, SlotId slot) {}

    /** Those on sale. */
    Future<Map<SlotOfDesk, OnSale>> onSale(SqlClient client, List<SlotOfDesk> slots) {
        String[] ids =
                slots.stream().map(asked -> asked.slot().value()).distinct().toArray(String[]::new);
        return client.preparedQuery(BatchSql.SLOTS_ON_SALE)
                .execute(Tuple.tuple().addArrayOfString(ids))
                .map(rows -> {
                    Map<SlotOfDesk, OnSale> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(
                                new SlotOfDesk(new DeskId(row.getString("desk_id")), new SlotId(row.getString("id"))),
                                new OnSale(
                                        Rows.instant(row, "starts_at"),
                                        Duration.ofMinutes(row.getInteger("minutes")),
                                        row.getBoolean("waiting_room")));
                    }
                    return found;
                });
    }

    /** A request about to be written, and the token of its link, of which only the hash is kept. */
    record Linked(NewBooking booking, String token) {}

    /** Writes requests with their seats and links. Of those that are not in the answer nothing was written, for whatever reason. */
    Future<Map<BookingId, Written.Done>> write(SqlClient transaction, List<Linked> all) {
        Map<BookingId, NewBooking> bookings = new HashMap<>();
        all.forEach(one -> bookings.put(one.booking().appointment().id(), one.booking()));
        Future<?> kept = transaction
                .preparedQuery(BookingSql.KEEP_DESKS)
                .execute(Tuple.tuple()
                        .addArrayOfString(all.stream()
                                .map(one -> one.booking().appointment().desk().value())
                                .distinct()
                                .toArray(String[]::new)));
        Future<RowSet<Row>> requests = transaction
                .preparedQuery(BatchSql.WRITE_REQUESTS)
                .execute(columns(all).addLong(deadline.atMost().toMillis()));
        return Future.join(kept, requests).compose(both -> requests).map(rows -> {
            Map<BookingId, Written.Done> written = new HashMap<>();
            for (Row row : rows) {
                BookingId id = new BookingId(row.getUUID("id"));
                Optional.ofNullable(bookings.get(id)).ifPresent(booking -> written.put(id, done(booking, row)));
            }
            return written;
        });
    }

    private static Written.Done done(NewBooking booking, Row row) {
        SeatWord word = new SeatWord(
                booking.seat(),
                booking.appointment().start(),
                Rows.instant(row, "opens_at"),
                row.getLong("version"),
                new Availability.Taken());
        return new Written.Done(Rows.instant(row, "confirm_by"), word);
    }

    private static Tuple columns(List<Linked> all) {
        List<NewBooking> bookings = all.stream().map(Linked::booking).toList();
        List<Appointment> appointments =
                bookings.stream().map(NewBooking::appointment).toList();
        List<Applicant> applicants =
                appointments.stream().map(Appointment::applicant).toList();
        return Tuple.tuple()
                .addArrayOfUUID(column(appointments, UUID[]::new, a -> a.id().value()))
                .addArrayOfString(texts(appointments, a -> a.reference().value()))
                .addArrayOfString(texts(appointments, a -> a.desk().value()))
                .addArrayOfString(texts(bookings, b -> b.seat().slot().value()))
                .addArrayOfInteger(
                        column(bookings, Integer[]::new, b -> b.seat().number()))
                .addArrayOfBuffer(column(bookings, Buffer[]::new, NewBooking::sessionHash))
                .addArrayOfString(texts(bookings, NewBooking::holdId))
                .addArrayOfString(texts(applicants, Applicant::lastName))
                .addArrayOfString(texts(applicants, Applicant::firstName))
                .addArrayOfString(texts(applicants, a -> a.email().value()))
                .addArrayOfString(texts(applicants, a -> a.phone().orElse(null)))
                .addArrayOfString(texts(applicants, a -> a.agdref().digits()))
                .addArrayOfBuffer(column(bookings, Buffer[]::new, NewBooking::person))
                .addArrayOfString(
                        texts(appointments, a -> a.answers().procedure().name()))
                .addArrayOfLocalDate(
                        column(appointments, LocalDate[]::new, a -> a.answers().permitExpiry()))
                .addArrayOfString(texts(appointments, a -> a.answers().commune()))
                .addArrayOfString(texts(bookings, NewBooking::rulesVersion))
                .addArrayOfInteger(column(appointments, Integer[]::new, Appointment::feeEuros))
                .addArrayOfString(texts(appointments, a -> a.language().name()))
                .addArrayOfBuffer(column(bookings, Buffer[]::new, NewBooking::submission))
                .addArrayOfBuffer(column(all, Buffer[]::new, one -> Rows.buffer(Tokens.hash(one.token()))));
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> value) {
        return column(rows, String[]::new, value);
    }

    private static <T, V> V[] column(List<T> rows, IntFunction<V[]> array, Function<T, V> value) {
        return rows.stream().map(value).toArray(array);
    }
}
