package fr.creneau.booking;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.DeskId;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the rows of the booking tables and the records of the domain. */
final class Rows {
    private Rows() {}

    /** A request as it stood at {@code now}; its state is EXPIRED from its deadline on, even before housekeeping says so. */
    record Found(Appointment appointment, Instant confirmBy, Instant now) {}

    static Found found(Row row) {
        Appointment appointment = new Appointment(
                new BookingId(row.getUUID("id")),
                new Reference(row.getString("reference")),
                BookingState.valueOf(row.getString("state")),
                new DeskId(row.getString("desk_id")),
                instant(row, "starts_at"),
                Duration.ofMinutes(row.getInteger("minutes")),
                new Applicant(
                        row.getString("last_name"),
                        row.getString("first_name"),
                        new EmailAddress(row.getString("email")),
                        new AgdrefNumber(row.getString("agdref")),
                        Optional.ofNullable(row.getString("phone"))),
                new Answers(
                        Procedure.valueOf(row.getString("procedure")),
                        row.getLocalDate("permit_expiry"),
                        row.getString("commune")),
                row.getInteger("fee_euros"),
                Language.valueOf(row.getString("language")),
                row.getInteger("revision"));
        return new Found(appointment, instant(row, "confirm_by"), instant(row, "now"));
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static @Nullable Instant instantOrNull(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Buffer buffer(byte[] bytes) {
        return Buffer.buffer(bytes);
    }

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> mapping) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(mapping.apply(rows.iterator().next()));
    }
}
