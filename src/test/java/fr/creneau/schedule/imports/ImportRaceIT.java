package fr.creneau.schedule.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.TestDesks;
import fr.creneau.testkit.Backends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A booking that arrives between an import's look and its act: what would happen, and what does. */
class ImportRaceIT {
    private static final Instant NOW = Instant.parse("2027-02-01T12:00:00Z");
    private static final List<PlannedDesk> WITHOUT_SLOTS =
            List.of(new PlannedDesk(TestDesks.desk("cayenne", OptionalInt.of(4150)), List.of(), List.of()));
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String WITHDRAWN_AND_TAKEN =
            "select count(*) from seat where booking_id is not null and withdrawn";

    private Config.Postgres postgres;
    private Connection importing;
    private Connection booking;
    private ImportStore store;

    @BeforeEach
    void oneSlotOnSale() throws SQLException {
        postgres = Backends.freshDatabase();
        new ScheduleImport(postgres)
                .run(
                        List.of(new PlannedDesk(
                                TestDesks.desk("cayenne", OptionalInt.of(4150)), List.of(), List.of(slot(3)))),
                        NOW,
                        false);
        importing = connect(postgres);
        importing.setAutoCommit(false);
        booking = connect(postgres);
        store = new ImportStore(importing);
        store.limitWaits();
    }

    @AfterEach
    void close() throws SQLException {
        importing.close();
        booking.close();
    }

    @Test
    void withoutAnyGuardATakenSeatWouldBeWithdrawn() throws SQLException {
        execute(booking, "alter table seat drop constraint " + constraint());
        ImportPlan plan = look();
        book();
        apply(plan);
        importing.commit();
        assertThat(number(WITHDRAWN_AND_TAKEN)).isEqualTo(1);
    }

    @Test
    void theDatabaseItselfRefusesToWithdrawATakenSeat() throws SQLException {
        ImportPlan plan = look();
        book();
        assertThatThrownBy(() -> apply(plan)).isInstanceOf(SQLException.class).hasMessageContaining("seat");
        importing.rollback();
        assertThat(number(WITHDRAWN_AND_TAKEN)).isZero();
    }

    @Test
    void theSecondLookBehindTheLockSeesTheBookingAndRefuses() throws SQLException {
        ImportPlan plan = look();
        assertThat(plan.refusals()).isEmpty();
        book();
        store.lockSeats(plan.restricted());
        assertThat(look().refusals()).singleElement().asString().contains("would be withdrawn, but 1 seat is taken");
    }

    @Test
    void behindTheLockNoBookingArrives() throws SQLException {
        store.lockSeats(look().restricted());
        execute(booking, "set lock_timeout = '200ms'");
        assertThatThrownBy(this::book).isInstanceOf(SQLException.class).hasMessageContaining("lock timeout");
    }

    @Test
    void anImportThatChangesNoNumberDoesNotWaitForABookingUnderWay() throws SQLException {
        booking.setAutoCommit(false);
        book();
        // The desk gets a slot more, and with it a new version, beside the booking that is not committed yet.
        PlannedDesk changed =
                new PlannedDesk(TestDesks.desk("cayenne", OptionalInt.of(4150)), List.of(), List.of(slot(3), slot(4)));
        assertThat(new ScheduleImport(postgres).run(List.of(changed), NOW, false))
                .isInstanceOfSatisfying(
                        ScheduleImport.Outcome.Done.class,
                        done -> assertThat(done.lines()).isNotEmpty());
        booking.commit();
        booking.setAutoCommit(true);
        assertThat(number("select count(*) from seat where booking_id is not null"))
                .isEqualTo(1);
    }

    @Test
    void anImportThatRenumbersADeskWaitsForTheBookingBeforeItLocksAnySeat() throws SQLException {
        booking.setAutoCommit(false);
        book();
        List<PlannedDesk> renumbered =
                List.of(new PlannedDesk(TestDesks.desk("cayenne", OptionalInt.of(77)), List.of(), List.of(slot(3))));
        ImportPlan plan = ImportPlan.of(store.read(NOW), renumbered, NOW);
        assertThat(plan.renumbered()).containsExactly(new DeskId("cayenne"));
        execute(importing, "set local lock_timeout = '200ms'");
        assertThatThrownBy(() -> store.lockDesks(plan.renumbered())).hasMessageContaining("lock timeout");
        importing.rollback();
        booking.rollback();
        booking.setAutoCommit(true);
        assertThat(new ScheduleImport(postgres).run(renumbered, NOW, false))
                .isInstanceOf(ScheduleImport.Outcome.Done.class);
        assertThat(number("select legacy_id from desk")).isEqualTo(77);
    }

    /** The import as it is run: what it looked at first is not what it acts on. */
    @Test
    void anImportThatMeetsABookingUnderWayWaitsForItAndRefuses() throws Exception {
        booking.setAutoCommit(false);
        book();
        CompletableFuture<ScheduleImport.Outcome> imported = run(WITHOUT_SLOTS);
        await().atMost(PATIENCE).until(this::importWaits);
        booking.commit();
        booking.setAutoCommit(true);
        assertThat(imported.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        ScheduleImport.Outcome.Refused.class,
                        refused -> assertThat(refused.reasons())
                                .singleElement()
                                .asString()
                                .contains("would be withdrawn, but 1 seat is taken"));
        assertThat(number(WITHDRAWN_AND_TAKEN)).isZero();
    }

    /** A booking keeps its desk's keys, then wants a seat: an import that had the seats and wanted the keys would block both for ever. */
    @Test
    void anImportThatRenumbersAndWithdrawsNeverHasASeatThatABookingUnderWayWants() throws Exception {
        booking.setAutoCommit(false);
        UUID id = request();
        CompletableFuture<ScheduleImport.Outcome> imported =
                run(List.of(new PlannedDesk(TestDesks.desk("cayenne", OptionalInt.of(77)), List.of(), List.of())));
        await().atMost(PATIENCE).until(this::importWaits);
        takeSeat(id);
        booking.commit();
        booking.setAutoCommit(true);
        assertThat(imported.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ScheduleImport.Outcome.Refused.class);
        assertThat(number("select legacy_id from desk")).isEqualTo(4150);
    }

    private CompletableFuture<ScheduleImport.Outcome> run(List<PlannedDesk> wanted) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new ScheduleImport(postgres).run(wanted, NOW, false);
            } catch (SQLException fault) {
                throw new IllegalStateException(fault);
            }
        });
    }

    private boolean importWaits() throws SQLException {
        try (Connection outside = connect(postgres);
                Statement statement = outside.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity where wait_event_type ="
                        + " 'Lock' and application_name = 'creneau-import' and datname = current_database()")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    private static PlannedSlot slot(int inDays) {
        return new PlannedSlot(NOW.plus(Duration.ofDays(inDays)), Duration.ofMinutes(30), 2);
    }

    private ImportPlan look() throws SQLException {
        return ImportPlan.of(store.read(NOW), WITHOUT_SLOTS, NOW);
    }

    private void apply(ImportPlan plan) throws SQLException {
        store.apply(plan.changes(), () -> new SlotId("neverused"));
    }

    private void book() throws SQLException {
        takeSeat(request());
    }

    private UUID request() throws SQLException {
        UUID id = UUID.randomUUID();
        execute(booking, """
                insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name,
                    first_name, email, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros,
                    language, opened_at, confirm_by)
                select '%1$s', '%1$s', desk_id, id, 0, 'BOOKED', 'x', '%1$s', 'N', 'P', 'a@example.org', '0123456789',
                    'x', 'renouvellement', '2027-03-01', '97302', '1', 0, 'fr', now(), now() from slot
                """.formatted(id));
        return id;
    }

    private void takeSeat(UUID id) throws SQLException {
        execute(booking, "update seat set booking_id = '" + id + "' where seat_no = 0 and not withdrawn");
    }

    private String constraint() throws SQLException {
        try (Statement statement = booking.createStatement();
                ResultSet row = statement.executeQuery("select conname from pg_constraint where conrelid ="
                        + " 'seat'::regclass and pg_get_constraintdef(oid) like '%withdrawn%'")) {
            row.next();
            return row.getString(1);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = booking.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(Config.Postgres postgres) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }
}
