package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.imports.CurrentDesk.CurrentRelease;
import fr.creneau.schedule.imports.DeskChange.ReleaseChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The import's SQL on releases, inside the caller's transaction. Blocking, as the import is. */
final class ReleaseTable {
    private static final String READ = """
            select r.id, r.desk_id, r.enrols_from, r.opens_at, r.waiting_room, r.withdrawn, w.drawn is not null as drawn
            from release r left join waiting_room w on w.release_id = r.id
            """;
    private static final String PUT = """
            insert into release (desk_id, enrols_from, opens_at, waiting_room, id) values (?, ?, ?, ?, ?)
            on conflict (id) do update set enrols_from = excluded.enrols_from, opens_at = excluded.opens_at,
                                           waiting_room = excluded.waiting_room, withdrawn = false
            """;
    private static final String WITHDRAW = "update release set withdrawn = true where id = ?";

    private final Connection connection;

    ReleaseTable(Connection connection) {
        this.connection = connection;
    }

    Map<DeskId, List<CurrentRelease>> read() throws SQLException {
        Map<DeskId, List<CurrentRelease>> releases = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            while (row.next()) {
                Release release = new Release(
                        new ReleaseId(row.getString("id")),
                        new DeskId(row.getString("desk_id")),
                        instant(row, "enrols_from"),
                        instant(row, "opens_at"),
                        row.getBoolean("waiting_room"));
                releases.computeIfAbsent(release.desk(), desk -> new ArrayList<>())
                        .add(new CurrentRelease(release, row.getBoolean("withdrawn"), row.getBoolean("drawn")));
            }
        }
        return releases;
    }

    /** To be called before the slots are written that name them. */
    void write(List<ReleaseChange> changes) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement(PUT);
                PreparedStatement withdraw = connection.prepareStatement(WITHDRAW)) {
            for (ReleaseChange change : changes) {
                if (change.after().isPresent()) {
                    Release release = change.after().get();
                    put.setString(1, release.desk().value());
                    put.setObject(2, release.enrolsFrom().atOffset(ZoneOffset.UTC));
                    put.setObject(3, release.opens().atOffset(ZoneOffset.UTC));
                    put.setBoolean(4, release.waitingRoom());
                    put.setString(5, release.id().value());
                    put.execute();
                } else {
                    withdraw.setString(1, change.before().orElseThrow().id().value());
                    withdraw.execute();
                }
            }
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
