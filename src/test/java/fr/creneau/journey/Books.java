package fr.creneau.journey;

import fr.creneau.config.Config;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL has written down, from outside the site. */
final class Books {
    private final Config.Postgres postgres;

    Books(Config.Postgres postgres) {
        this.postgres = postgres;
    }

    /** A request, and whether its seat's row names it. {@code cooling}: the seat comes back later. */
    record Entry(String state, String slot, String language, boolean seated, boolean cooling) {}

    /** All requests that ever were under that address, in the order of their submission. */
    List<Entry> of(String email) {
        String query =
                "select b.state, b.slot_id, b.language, s.booking_id = b.id as seated, s.available_from > now() as cooling"
                        + " from booking b join seat s on s.slot_id = b.slot_id and s.seat_no = b.seat_no"
                        + " where b.email = ? order by b.opened_at";
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, email);
            return entries(statement.executeQuery());
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Makes a request that has ended one that nobody confirmed, so that its page can be looked at without waiting for half an hour. */
    void endUnconfirmed(String email) {
        try (Connection connection = open();
                PreparedStatement statement = connection.prepareStatement(
                        "update booking set state = 'EXPIRED' where email = ? and state = 'CANCELLED'")) {
            statement.setString(1, email);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("no request that has ended");
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }

    private static List<Entry> entries(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(
                    rows.getString("state"),
                    rows.getString("slot_id"),
                    rows.getString("language"),
                    rows.getBoolean("seated"),
                    rows.getBoolean("cooling")));
        }
        return entries;
    }
}
