package fr.creneau.schedule;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Slot;
import fr.creneau.domain.slot.SlotId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What PostgreSQL says is on sale. All SQL of the snapshot. */
final class ScheduleStore {
    private static final Logger log = LoggerFactory.getLogger(ScheduleStore.class);

    private static final String VERSIONS = "select id, version from desk";
    private static final String DESKS = "select id, definition from desk order by id";
    private static final String SLOTS = """
            select id, desk_id, starts_at, minutes, capacity from slot
            where starts_at > $1 and not withdrawn
            order by starts_at
            """;

    private final Pool pool;

    ScheduleStore(Pool pool) {
        this.pool = pool;
    }

    /** A desk and its slots to come, in order of their start. */
    record DeskOnSale(Desk desk, List<Slot> slots) {}

    /** Rises with each import that changes anything of the desk: cheap to ask, and enough to know when to read. */
    Future<Map<DeskId, Long>> versions() {
        return pool.query(VERSIONS).execute().map(rows -> {
            Map<DeskId, Long> versions = new HashMap<>();
            rows.forEach(row -> versions.put(new DeskId(row.getString(0)), row.getLong(1)));
            return versions;
        });
    }

    Future<List<DeskOnSale>> read(Instant now) {
        return pool.preparedQuery(SLOTS)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(ScheduleStore::byDesk)
                .compose(slots -> pool.query(DESKS).execute().map(rows -> {
                    List<DeskOnSale> desks = new ArrayList<>();
                    rows.forEach(row -> {
                        decode(row)
                                .ifPresent(desk ->
                                        desks.add(new DeskOnSale(desk, slots.getOrDefault(desk.id(), List.of()))));
                    });
                    return desks;
                }));
    }

    /** Empty if it cannot be read: that must not take the other desks off sale. */
    private static Optional<Desk> decode(Row row) {
        try {
            return Optional.of(DeskJson.decode(row.getJsonObject("definition")));
        } catch (RuntimeException unreadable) {
            log.error("desk {} cannot be read: it is not on sale", row.getString("id"), unreadable);
            return Optional.empty();
        }
    }

    private static Map<DeskId, List<Slot>> byDesk(RowSet<Row> rows) {
        Map<DeskId, List<Slot>> slots = new HashMap<>();
        rows.forEach(row -> {
            DeskId desk = new DeskId(row.getString("desk_id"));
            slots.computeIfAbsent(desk, first -> new ArrayList<>())
                    .add(new Slot(
                            new SlotId(row.getString("id")),
                            desk,
                            row.getOffsetDateTime("starts_at").toInstant(),
                            Duration.ofMinutes(row.getInteger("minutes")),
                            row.getInteger("capacity")));
        });
        return slots;
    }
}
