package fr.creneau.booking;

import fr.creneau.config.Config;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.MailContentJson;
import fr.creneau.testkit.Backends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A database of its own with one desk, seen from outside: what the tests set up and check. */
final class BookingDatabase {
    private static final ZoneId CAYENNE = ZoneId.of("America/Cayenne");
    private static final AtomicLong names = new AtomicLong(System.nanoTime());

    final Config.Postgres postgres = Backends.freshDatabase();
    final DeskId desk = new DeskId("desk-" + name());
    private final LocalDate day = LocalDate.now(CAYENNE).plusDays(10);
    private int slots;

    BookingDatabase() {
        execute("insert into desk (id, definition) values (?, '{}')", desk.value());
    }

    static Config.Redis redis() {
        return Backends.redis();
    }

    private static String name() {
        return Long.toString(names.incrementAndGet(), 36);
    }

    /** The day of all slots, ten days from now. */
    LocalDate day() {
        return day;
    }

    SlotId slot(int capacity) {
        Instant start = day().atTime(LocalTime.of(8, 0))
                .plusMinutes(slots++)
                .atZone(CAYENNE)
                .toInstant();
        return slot(capacity, start);
    }

    SlotId slot(int capacity, Instant start) {
        SlotId slot = new SlotId("slot" + name());
        execute(
                "insert into slot (id, desk_id, starts_at, minutes, capacity) values (?, ?, ?, 20, ?)",
                slot.value(),
                desk.value(),
                Timestamp.from(start),
                capacity);
        execute(
                "insert into seat (slot_id, seat_no) select ?, n from generate_series(0, ? - 1) n",
                slot.value(),
                capacity);
        return slot;
    }

    int execute(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    List<String> column(String sql, Object... values) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String value(String sql, Object... values) {
        List<String> found = column(sql, values);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " rows instead of one");
        }
        return found.get(0);
    }

    int count(String sql, Object... values) {
        return Integer.parseInt(value(sql, values));
    }

    String state(BookingId booking) {
        return value("select state from booking where id = ?", booking.value());
    }

    /** Moves a request's deadline to that long from now by the database's clock; negative for the past. */
    void confirmIn(BookingId booking, Duration time) {
        execute(
                "update booking set confirm_by = now() + ? * interval '1 millisecond' where id = ?",
                time.toMillis(),
                booking.value());
    }

    /** The mails about a request that are still in the outbox, oldest first. */
    List<MailContent> mails(BookingId booking) {
        return column("select content from outbox where booking_id = ? order by created_at", booking.value()).stream()
                .map(MailContentJson::read)
                .toList();
    }

    /** The link of the newest mail of a kind. */
    String confirmToken(BookingId booking) {
        List<MailContent.ToConfirm> mails = mails(booking).stream()
                .filter(MailContent.ToConfirm.class::isInstance)
                .map(MailContent.ToConfirm.class::cast)
                .toList();
        return mails.get(mails.size() - 1).token();
    }

    String manageToken(BookingId booking) {
        return mails(booking).stream()
                .filter(MailContent.Convocation.class::isInstance)
                .map(mail -> ((MailContent.Convocation) mail).token())
                .findFirst()
                .orElseThrow();
    }

    /** Seats without an owner. */
    int freeSeats(SlotId slot) {
        return count("select count(*) from seat where slot_id = ? and booking_id is null", slot.value());
    }

    /** What must never be: a seat whose owner does not occupy it, or a request that occupies no seat, or another one than its own. */
    int wrongSeats() {
        return count("""
                select count(*) from booking b full join seat s on s.booking_id = b.id
                where (b.id is null and s.booking_id is not null)
                   or (b.state in ('PENDING', 'BOOKED') and s.slot_id is null)
                   or (s.booking_id is not null
                       and (b.state not in ('PENDING', 'BOOKED') or (b.slot_id, b.seat_no) <> (s.slot_id, s.seat_no)))
                """);
    }

    int untold() {
        return count("select count(*) from seat where not mirrored");
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
