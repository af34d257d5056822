package fr.creneau.schedule.imports;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.DeskJson;
import fr.creneau.schedule.imports.CurrentDesk.CurrentRelease;
import fr.creneau.schedule.imports.CurrentDesk.CurrentSlot;
import fr.creneau.schedule.imports.DeskChange.Revision;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All SQL of the import but for releases, inside the caller's transaction. Blocking: an import is a command, not a service. */
final class ImportStore {
    /** Arbitrary, and no one else's: two imports never interleave. */
    private static final long LOCK = 0x63_72_65_6e_65_61_75L;

    private static final String LIMITS = "set local lock_timeout = '20s'; set local statement_timeout = '60s'";
    private static final String HAS_SCHEMA = "select to_regclass('seat') is not null";
    private static final String DESKS = "select definition::text from desk";
    private static final String SLOTS = """
            select slot.id, slot.desk_id, starts_at, minutes, capacity, slot.withdrawn, release_id, release.opens_at,
                   array_agg(seat_no) filter (where booking_id is not null) as taken
            from slot left join seat on seat.slot_id = slot.id left join release on release.id = slot.release_id
            where starts_at > ?
            group by slot.id, release.id
            order by starts_at
            """;
    private static final String LOCK_DESKS = "select 1 from desk where id = any (?) order by id for update";
    private static final String LOCK_SEATS =
            "select 1 from seat where slot_id = any (?) order by slot_id, seat_no for update";
    private static final String ADD_DESK = "insert into desk (id, legacy_id, definition) values (?, ?, ?::jsonb)";
    private static final String FREE_LEGACY_IDS = "update desk set legacy_id = null where id = any (?)";
    private static final String CHANGE_DESK =
            "update desk set legacy_id = ?, definition = ?::jsonb, version = version + 1 where id = ?";
    private static final String ADD_SLOT =
            "insert into slot (starts_at, minutes, capacity, release_id, desk_id, id) values (?, ?, ?, ?, ?, ?)";
    private static final String REVISE_SLOT = """
            update slot set starts_at = ?, minutes = ?, capacity = ?, release_id = ?, withdrawn = false
            where desk_id = ? and id = ?
            """;
    private static final String WITHDRAW_SLOTS = "update slot set withdrawn = true where id = any (?)";
    private static final String ADD_SEATS = """
            insert into seat (slot_id, seat_no, opens_at)
            select slot.id, generate_series(0, capacity - 1), coalesce(release.opens_at, '-infinity')
            from slot left join release on release.id = slot.release_id
            where slot.id = any (?)
            on conflict do nothing
            """;
    private static final String ALIGN_SEATS = """
            update seat set withdrawn = wanted.withdrawn, opens_at = wanted.opens_at, version = version + 1, mirrored = false
            from (select slot_id, seat_no, slot.withdrawn or seat_no >= slot.capacity as withdrawn,
                         coalesce(release.opens_at, '-infinity') as opens_at
                  from seat join slot on slot.id = slot_id left join release on release.id = slot.release_id
                  where slot.id = any (?)) wanted
            where seat.slot_id = wanted.slot_id and seat.seat_no = wanted.seat_no
              and (seat.withdrawn, seat.opens_at) <> (wanted.withdrawn, wanted.opens_at)
            """;

    /** A release may open before the database would count its new rows by itself. */
    private static final String TELL_THE_PLANNER = "analyze slot, seat";

    private final Connection connection;

    ImportStore(Connection connection) {
        this.connection = connection;
    }

    void limitWaits() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIMITS);
        }
    }

    void lockOutOtherImports() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    boolean hasSchema() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HAS_SCHEMA)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** All desks, with their slots that begin after {@code now}. */
    Map<DeskId, CurrentDesk> read(Instant now) throws SQLException {
        Map<DeskId, List<CurrentSlot>> slots = readSlots(now);
        Map<DeskId, List<CurrentRelease>> releases = new ReleaseTable(connection).read();
        Map<DeskId, CurrentDesk> desks = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(DESKS)) {
            while (rows.next()) {
                Desk desk = DeskJson.decode(new JsonObject(rows.getString(1)));
                desks.put(
                        desk.id(),
                        new CurrentDesk(
                                desk,
                                releases.getOrDefault(desk.id(), List.of()),
                                slots.getOrDefault(desk.id(), List.of())));
            }
        }
        return desks;
    }

    private Map<DeskId, List<CurrentSlot>> readSlots(Instant now) throws SQLException {
        Map<DeskId, List<CurrentSlot>> slots = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SLOTS)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    slots.computeIfAbsent(new DeskId(row.getString("desk_id")), desk -> new ArrayList<>())
                            .add(slot(row));
                }
            }
        }
        return slots;
    }

    private static CurrentSlot slot(ResultSet row) throws SQLException {
        java.sql.@Nullable Array taken = row.getArray("taken");
        PlannedSlot slot = new PlannedSlot(
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                Duration.ofMinutes(row.getInt("minutes")),
                row.getInt("capacity"));
        return new CurrentSlot(
                new SlotId(row.getString("id")),
                new ReleasedSlot(
                        slot,
                        Optional.ofNullable(row.getString("release_id")).map(ReleaseId::new),
                        Optional.ofNullable(row.getObject("opens_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)),
                row.getBoolean("withdrawn"),
                taken == null ? new TreeSet<>() : new TreeSet<>(Arrays.asList((Integer[]) taken.getArray())));
    }

    /** No booking takes a seat of these slots until the transaction ends; those that had taken one are seen by the next read. */
    void lockSeats(Collection<SlotId> slots) throws SQLException {
        forSlots(LOCK_SEATS, slots);
    }

    /**
     * For desks whose number changes: the number is a key, and a booking under way keeps the keys of its desk from changing. Waits for
     * those under way, and keeps new ones waiting. To be called before {@link #lockSeats}: bookings take the locks in that order.
     */
    void lockDesks(Collection<DeskId> desks) throws SQLException {
        forTexts(LOCK_DESKS, desks.stream().map(DeskId::value).toList());
    }

    /** Carries a plan out. Every desk it touches gets a new version, which is what the instances watch. */
    void apply(List<DeskChange> changes, Supplier<SlotId> newId) throws SQLException {
        writeDesks(changes);
        new ReleaseTable(connection)
                .write(changes.stream()
                        .flatMap(change -> change.releases().stream())
                        .toList());
        List<SlotId> touched = new ArrayList<>();
        for (DeskChange change : changes) {
            Map<SlotId, ReleasedSlot> added =
                    change.added().stream().collect(Collectors.toMap(slot -> newId.get(), slot -> slot));
            Map<SlotId, ReleasedSlot> revised = change.revised().stream()
                    .collect(Collectors.toMap(revision -> revision.before().id(), Revision::after));
            List<SlotId> withdrawn =
                    change.withdrawn().stream().map(CurrentSlot::id).toList();
            writeSlots(ADD_SLOT, change.after().id(), added);
            writeSlots(REVISE_SLOT, change.after().id(), revised);
            forSlots(WITHDRAW_SLOTS, withdrawn);
            touched.addAll(added.keySet());
            touched.addAll(revised.keySet());
            touched.addAll(withdrawn);
        }
        forSlots(ADD_SEATS, touched);
        forSlots(ALIGN_SEATS, touched);
        try (Statement statement = connection.createStatement()) {
            statement.execute(TELL_THE_PLANNER);
        }
    }

    /** Numbers are given up before they are given, so that two desks can exchange theirs. */
    private void writeDesks(List<DeskChange> changes) throws SQLException {
        forTexts(
                FREE_LEGACY_IDS,
                changes.stream()
                        .filter(DeskChange::isLegacyIdChanged)
                        .map(change -> change.after().id().value())
                        .toList());
        try (PreparedStatement add = connection.prepareStatement(ADD_DESK);
                PreparedStatement change = connection.prepareStatement(CHANGE_DESK)) {
            for (DeskChange desk : changes) {
                boolean isNew = desk.before().isEmpty();
                PreparedStatement statement = isNew ? add : change;
                String json = DeskJson.encode(desk.after()).encode();
                setLegacyId(statement, isNew ? 2 : 1, desk.after().legacyId());
                statement.setString(isNew ? 3 : 2, json);
                statement.setString(isNew ? 1 : 3, desk.after().id().value());
                statement.execute();
            }
        }
    }

    private static void setLegacyId(PreparedStatement statement, int index, OptionalInt legacyId) throws SQLException {
        if (legacyId.isPresent()) {
            statement.setInt(index, legacyId.getAsInt());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }

    private void writeSlots(String sql, DeskId desk, Map<SlotId, ReleasedSlot> slots) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<SlotId, ReleasedSlot> entry : slots.entrySet()) {
                PlannedSlot slot = entry.getValue().slot();
                Optional<ReleaseId> release = entry.getValue().release();
                statement.setObject(1, slot.start().atOffset(ZoneOffset.UTC));
                statement.setInt(2, (int) slot.length().toMinutes());
                statement.setInt(3, slot.capacity());
                statement.setString(4, release.map(ReleaseId::value).orElse(null));
                statement.setString(5, desk.value());
                statement.setString(6, entry.getKey().value());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void forSlots(String sql, Collection<SlotId> slots) throws SQLException {
        forTexts(sql, slots.stream().map(SlotId::value).toList());
    }

    private void forTexts(String sql, List<String> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", values.toArray()));
            statement.execute();
        }
    }
}
