package fr.creneau.schedule.imports;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.PlannedRelease;
import fr.creneau.schedule.TestDesks;
import fr.creneau.schedule.imports.ScheduleImport.Outcome;
import fr.creneau.testkit.Backends;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an import does to releases. Two slots of two seats: one on 3 February, one on 1 March 2027. */
class ReleaseImportIT {
    private static final Instant NOW = Instant.parse("2027-02-01T12:00:00Z");
    private static final Instant OPENS = NOW.plus(Duration.ofDays(7));
    private static final Desk DESK = TestDesks.desk("cayenne");
    private static final PlannedSlot FEBRUARY = slot("2027-02-03T12:00:00Z");
    private static final PlannedSlot MARCH = slot("2027-03-01T12:00:00Z");

    private Config.Postgres postgres;
    private Connection connection;

    @BeforeEach
    void database() throws SQLException {
        postgres = Backends.freshDatabase();
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void aReleaseIsWrittenOnItsSlotsAndOnTheirSeats() throws SQLException {
        PlannedDesk desk = desk(ofMarch("march", OPENS));
        List<String> foretold = done(desk, true);
        assertThat(rows("select count(*) from release")).containsExactly("0");
        assertThat(done(desk, false))
                .isEqualTo(foretold)
                .contains(
                        "desk cayenne: new, 2 slots added, 0 changed, 0 withdrawn",
                        "  + release march  opens 2027-02-08 09:00");
        assertThat(rows("select id, desk_id, opens_at = '" + OPENS
                        + "', enrols_from = opens_at, waiting_room, withdrawn" + " from release"))
                .containsExactly("march|cayenne|t|t|f|f");
        assertThat(rows("select coalesce(release_id, '-'), seat.opens_at = '" + OPENS
                        + "', seat.opens_at = '-infinity', seat.version"
                        + " from slot join seat on slot_id = slot.id order by starts_at, seat_no"))
                .containsExactly("-|f|t|1", "-|f|t|1", "march|t|f|1", "march|t|f|1");
        assertThat(done(desk, false)).isEmpty();
        assertThat(rows("select version from desk")).containsExactly("1");
    }

    @Test
    void anOpeningThatMovesIsSaidOfEverySeatAndToRedis() throws SQLException {
        done(desk(ofMarch("march", OPENS)), false);
        execute("update seat set mirrored = true");
        assertThat(done(desk(ofMarch("march", OPENS.plusSeconds(3600))), false))
                .containsExactly(
                        "desk cayenne: definition unchanged, 0 slots added, 1 changed, 0 withdrawn",
                        "  ~ release march  opens 2027-02-08 10:00, before: opens 2027-02-08 09:00");
        assertThat(rows(
                        "select s.opens_at = r.opens_at, s.version, s.mirrored from seat s join slot on slot.id = s.slot_id"
                                + " join release r on r.id = slot.release_id"))
                .containsExactly("t|2|f", "t|2|f");
        assertThat(rows("select version, mirrored from seat where opens_at = '-infinity'"))
                .containsExactly("1|t", "1|t");
        assertThat(rows("select version from desk")).containsExactly("2");
    }

    @Test
    void aWaitingRoomIsSwitchedOnWithoutTouchingASeat() throws SQLException {
        done(desk(ofMarch("march", OPENS)), false);
        assertThat(done(desk(withRoom(OPENS)), false))
                .contains("  ~ release march  opens 2027-02-08 09:00, enrolment from 2027-02-07 09:00, waiting room,"
                        + " before: opens 2027-02-08 09:00");
        assertThat(rows("select max(version) from seat")).containsExactly("1");
        assertThat(rows("select waiting_room from release")).containsExactly("t");
        assertThat(rows("select version from desk")).containsExactly("2");
    }

    @Test
    void slotsThatChangeTheirReleaseAreNamed() throws SQLException {
        done(desk(ofMarch("march", OPENS)), false);
        assertThat(done(desk(ofMarch("spring", OPENS)), false))
                .containsExactly(
                        "desk cayenne: definition unchanged, 0 slots added, 1 changed, 0 withdrawn",
                        "  - release march",
                        "  + release spring  opens 2027-02-08 09:00",
                        "  ~ 2027-03-01  09:00  with the release spring");
        assertThat(rows("select id, withdrawn from release order by id")).containsExactly("march|t", "spring|f");
        // Back as it was: the same release under its own id.
        assertThat(done(desk(ofMarch("march", OPENS)), false)).contains("  + release march  opens 2027-02-08 09:00");
        assertThat(rows("select id, withdrawn from release order by id")).containsExactly("march|f", "spring|t");
        assertThat(rows("select release_id from slot where release_id is not null"))
                .containsExactly("march");
    }

    @Test
    void aReleaseThatHasOpenedMayLeaveTheFile() throws SQLException {
        done(desk(ofMarch("march", NOW.minusSeconds(1))), false);
        assertThat(done(desk(), false)).contains("  - release march", "  ~ 2027-03-01  09:00  with no release");
        assertThat(rows("select distinct opens_at from seat")).containsExactly("-infinity");
    }

    @Test
    void slotsDoNotSlipOutOfAReleaseBeforeItOpens() throws SQLException {
        done(desk(ofMarch("march", OPENS)), false);
        assertThat(refused(desk()))
                .containsExactly(
                        "desk cayenne: 1 slots would leave the release march before it opens and be on sale at once:"
                                + " move its opening if so meant");
        assertThat(rows("select withdrawn from release")).containsExactly("f");
        // Brought forward on purpose, or withdrawn with their release, they may.
        assertThat(done(desk(ofMarch("march", NOW.minusSeconds(60))), false)).isNotEmpty();
        assertThat(rows("select count(*) from seat where opens_at > '" + NOW + "'"))
                .containsExactly("0");
        done(desk(ofMarch("march", OPENS)), false);
        assertThat(done(new PlannedDesk(DESK, List.of(), List.of(FEBRUARY)), false))
                .contains("  - release march", "  - 2027-03-01  09:00");
    }

    @Test
    void anOpeningIsNotPutOffForWhoHasASeatAlready() throws SQLException {
        done(desk(ofMarch("march", NOW.minusSeconds(60))), false);
        take(MARCH);
        assertThat(refused(desk(ofMarch("march", OPENS))))
                .containsExactly("desk cayenne: 2027-03-01 09:00 would not be open yet, but 1 seat is taken");
        assertThat(done(desk(ofMarch("march", NOW.minusSeconds(120))), false)).isNotEmpty();
    }

    @Test
    void slotsWithATakenSeatAreNotClosedByANewRelease() throws SQLException {
        done(desk(), false);
        take(MARCH);
        assertThat(refused(desk(ofMarch("march", OPENS))))
                .containsExactly("desk cayenne: 2027-03-01 09:00 would not be open yet, but 1 seat is taken");
    }

    /** An opening that is past closes nothing: so days on sale get a waiting room, when a crowd comes that nobody expected. */
    @Test
    void slotsWithATakenSeatMayJoinAReleaseThatHasOpened() throws SQLException {
        done(desk(), false);
        take(MARCH);
        assertThat(done(desk(withRoom(NOW.minusSeconds(60))), false))
                .contains("  ~ 2027-03-01  09:00  with the release march");
        assertThat(rows("select waiting_room from release")).containsExactly("t");
        assertThat(rows("select count(*) from seat where booking_id is not null"))
                .containsExactly("1");
        // As any release: the opening of a seat that is taken is not put off.
        assertThat(refused(desk(ofMarch("spring", OPENS))))
                .contains("desk cayenne: 2027-03-01 09:00 would not be open yet, but 1 seat is taken");
    }

    @Test
    void anOpeningIsNotMovedAfterItsDraw() throws SQLException {
        done(desk(withRoom(NOW)), false);
        assertThat(refused(desk(withRoom(OPENS))))
                .containsExactly("desk cayenne: the release march had its draw: its opening is not moved any more");
    }

    /** By what PostgreSQL has, not by the operator's clock nor by what the file said last. */
    @Test
    void norByAClockThatIsSlowOrByWayOfAFileWithoutIt() throws SQLException {
        String refusal = "desk cayenne: the release march had its draw: its opening is not moved any more";
        Instant opened = NOW.plusSeconds(1);
        done(desk(withRoom(opened)), false);
        execute(
                "insert into waiting_room (release_id, key, drawn) values ('march', decode(repeat('00', 32), 'hex'), 0)");
        assertThat(refused(desk(withRoom(OPENS)))).containsExactly(refusal);

        execute("update release set opens_at = '" + NOW.minusSeconds(1) + "'");
        execute("update seat set opens_at = '" + NOW.minusSeconds(1) + "' where opens_at > '-infinity'");
        done(desk(), false);
        assertThat(rows("select withdrawn from release")).containsExactly("t");
        assertThat(refused(desk(withRoom(OPENS)))).containsExactly(refusal);
        assertThat(refused(desk(ofMarch("march", OPENS)))).containsExactly(refusal);
        assertThat(done(desk(withRoom(NOW.minusSeconds(1))), false)).isNotEmpty();
    }

    @Test
    void aReleaseBelongsToOneDesk() throws SQLException {
        done(desk(ofMarch("march", OPENS)), false);
        Desk kourou = TestDesks.desk("kourou");
        Release theirs = new Release(new ReleaseId("march"), kourou.id(), OPENS, OPENS, false);
        assertThat(refused(new PlannedDesk(kourou, List.of(march(theirs)), List.of(MARCH))))
                .containsExactly("desk kourou: the release march is desk cayenne's");
    }

    private static PlannedSlot slot(String start) {
        return new PlannedSlot(Instant.parse(start), Duration.ofMinutes(30), 2);
    }

    private static PlannedDesk desk(PlannedRelease... releases) {
        return new PlannedDesk(DESK, List.of(releases), List.of(FEBRUARY, MARCH));
    }

    private static PlannedRelease ofMarch(String id, Instant opens) {
        return march(new Release(new ReleaseId(id), DESK.id(), opens, opens, false));
    }

    private static PlannedRelease withRoom(Instant opens) {
        return march(new Release(new ReleaseId("march"), DESK.id(), opens.minus(Duration.ofDays(1)), opens, true));
    }

    private static PlannedRelease march(Release release) {
        return new PlannedRelease(release, LocalDate.of(2027, 3, 1), LocalDate.of(2027, 3, 31));
    }

    private List<String> done(PlannedDesk desk, boolean dryRun) throws SQLException {
        Outcome outcome = new ScheduleImport(postgres).run(List.of(desk), NOW, dryRun);
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).lines();
    }

    private List<String> refused(PlannedDesk desk) throws SQLException {
        Outcome outcome = new ScheduleImport(postgres).run(List.of(desk), NOW, false);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).reasons();
    }

    /** Somebody has an appointment on the first seat. */
    private void take(PlannedSlot slot) throws SQLException {
        String id = "00000000-0000-0000-0000-000000000001";
        execute("""
                insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name,
                    first_name, email, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros,
                    language, opened_at, confirm_by)
                select '%1$s', '%1$s', desk_id, id, 0, 'BOOKED', 'x', '%1$s', 'N', 'P', 'a@example.org', '0123456789',
                    'x', 'renouvellement', '2027-03-01', '97302', '1', 0, 'fr', now(), now()
                from slot where starts_at = '%2$s'
                """.formatted(id, slot.start()));
        execute(
                "update seat set booking_id = '%s' from slot where slot.id = slot_id and seat_no = 0 and starts_at = '%s'"
                        .formatted(id, slot.start()));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(row.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }
}
