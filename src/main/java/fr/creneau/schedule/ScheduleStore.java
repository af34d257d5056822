package fr.creneau.schedule;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What PostgreSQL says is on sale. All SQL of the snapshot. */
final class ScheduleStore {
    private static final Logger log = LoggerFactory.getLogger(ScheduleStore.class);

    private static final String VERSIONS = "select id, version from desk";
    private static final String DESKS = "select id, definition from desk order by id";
    private static final String SLOTS = """
            select id, desk_id, starts_at, minutes, capacity, release_id from slot
            where starts_at > $1 and not withdrawn
            order by starts_at
            """;
    private static final String RELEASES = """
            select id, desk_id, enrols_from, opens_at, waiting_room from release
            where not withdrawn
            order by opens_at, id
            """;

    private final Pool pool;

    ScheduleStore(Pool pool) {
        this.pool = pool;
    }

    /** A desk, its releases in order of their opening, and its slots to come, in order of their start. */
    record DeskOnSale(Desk desk, List<Release> releases, List<SlotOnSale> slots) {}

    /** @param release with which the slot goes on sale, if it is part of one */
    record SlotOnSale(Slot slot, Optional<ReleaseId> release) {}

    /** Rises with each import that changes anything of the desk: cheap to ask, and enough to know when to read. */
    Future<Map<DeskId, Long>> versions() {
        return pool.query(VERSIONS).execute().map(rows -> {
            Map<DeskId, Long> versions = new HashMap<>();
            rows.forEach(row -> versions.put(new DeskId(row.getString(0)), row.getLong(1)));
            return versions;
        });
    }

    Future<List<DeskOnSale>> read(Instant now) {
        Future<Map<DeskId, List<SlotOnSale>>> slots = pool.preparedQuery(SLOTS)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> byDesk(rows, ScheduleStore::slot));
        Future<Map<DeskId, List<Release>>> releases =
                pool.query(RELEASES).execute().map(rows -> byDesk(rows, ScheduleStore::release));
        Future<RowSet<Row>> desks = pool.query(DESKS).execute();
        return Future.all(slots, releases, desks).map(read -> {
            List<DeskOnSale> onSale = new ArrayList<>();
            desks.result()
                    .forEach(row -> decode(row)
                            .ifPresent(desk -> onSale.add(new DeskOnSale(
                                    desk,
                                    releases.result().getOrDefault(desk.id(), List.of()),
                                    slots.result().getOrDefault(desk.id(), List.of())))));
            return onSale;
        });
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

    private static <T> Map<DeskId, List<T>> byDesk(RowSet<Row> rows, Function<Row, T> read) {
        Map<DeskId, List<T>> found = new HashMap<>();
        rows.forEach(row ->
                found.computeIfAbsent(desk(row), first -> new ArrayList<>()).add(read.apply(row)));
        return found;
    }

    private static SlotOnSale slot(Row row) {
        Slot slot = new Slot(
                new SlotId(row.getString("id")),
                desk(row),
                instant(row, "starts_at"),
                Duration.ofMinutes(row.getInteger("minutes")),
                row.getInteger("capacity"));
        return new SlotOnSale(
                slot, Optional.ofNullable(row.getString("release_id")).map(ReleaseId::new));
    }

    private static Release release(Row row) {
        return new Release(
                new ReleaseId(row.getString("id")),
                desk(row),
                instant(row, "enrols_from"),
                instant(row, "opens_at"),
                row.getBoolean("waiting_room"));
    }

    private static DeskId desk(Row row) {
        return new DeskId(row.getString("desk_id"));
    }

    private static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
