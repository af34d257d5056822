package fr.creneau.outbox;

import fr.creneau.config.Config;
import fr.creneau.pg.Jdbc;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The mails that were given up, for the operator. Blocking: a command, not a service. */
final class DeadMails {
    private static final String LIST = """
            select id, kind, desk_id, created_at, coalesce(last_error, '') as code, content is not null as kept
            from outbox where state = 'DEAD' order by created_at desc limit ?
            """;

    private static final String RESEND = """
            update outbox set state = 'WAITING', attempts = 0, claimed_at = null, due_at = now(), last_error = null
            where id = ? and state = 'DEAD' and content is not null and recipient is not null
            """;

    private final Config.Postgres postgres;

    DeadMails(Config.Postgres postgres) {
        this.postgres = postgres;
    }

    /**
     * One mail, and nothing of a person.
     *
     * @param code why it was given up: the relay's, or a word of ours
     * @param kept whether it can be sent again: what it says is not erased yet
     */
    record DeadMail(UUID id, String kind, String desk, Instant written, String code, boolean kept) {}

    /** The newest first. */
    List<DeadMail> list(int atMost) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setInt(1, atMost);
            List<DeadMail> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new DeadMail(
                            rows.getObject("id", UUID.class),
                            rows.getString("kind"),
                            rows.getString("desk_id"),
                            rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                            rows.getString("code"),
                            rows.getBoolean("kept")));
                }
            }
            return found;
        }
    }

    /** Puts it back into the queue, as if new; false if it is not dead, or erased. */
    boolean resend(UUID id) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(RESEND)) {
            statement.setObject(1, id);
            return statement.executeUpdate() == 1;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                Jdbc.url(postgres), postgres.user(), postgres.password().value());
    }
}
