package fr.creneau.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleCommandIT {
    private static final Instant NOW = Instant.parse("2027-02-01T12:00:00Z");
    private static final Instant FRIDAY_8 = Instant.parse("2027-02-05T11:00:00Z");

    private static final String DESK = """
              - id: %s
                legacy-id: %d
                zone: America/Cayenne
                contact: {prefecture: P, office: B, address: [rue Fiedmond], phone: 0594 39 45 00}
                links:
                  site: https://www.guyane.gouv.fr/
                  first-permit: https://www.guyane.gouv.fr/
                  late-renewal: https://www.guyane.gouv.fr/
                  other-arrondissement: https://www.guyane.gouv.fr/
                sender: {name: P, address: rdv@example.org}
                rules:
                  - version: "1"
                    effective-from: 2026-01-01
                    opens-before: 2 months
                    closes-after: 6 months
                    late-fee-euros: 180
                    duplicate-validity: 2 months
                communes:
                  - {code: 97302, name: Cayenne, served: true}
                slots:
                  from: 2027-02-01
                  to: 2027-02-12
                  minutes: 30
                  capacity: 3
                  hours:
                    friday: [08:00-09:00]
            """;

    private static final String FILE = "desks:\n" + DESK.formatted("cayenne", 4150);

    @TempDir
    Path folder;

    private Config.Postgres postgres;
    private Connection connection;
    private String said = "";

    @BeforeEach
    void database() throws SQLException {
        postgres = Backends.freshDatabase();
        connection = DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }

    @org.junit.jupiter.api.AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void addsDesksSlotsAndSeatsThatRedisHasNotHeardOf() throws Exception {
        assertThat(importing(FILE)).isZero();
        assertThat(said).contains("desk cayenne: new, 4 slots added").contains("2027-02-05  08:00 08:30");
        assertThat(rows("select id, legacy_id, version from desk")).containsExactly("cayenne|4150|1");
        assertThat(rows("select starts_at at time zone 'UTC', minutes, capacity from slot order by 1"))
                .hasSize(4)
                .first()
                .isEqualTo("2027-02-05 11:00:00|30|3");
        assertThat(rows("select count(*), bool_or(mirrored), bool_or(withdrawn), min(version) from seat"))
                .containsExactly("12|f|f|1");
        assertThat(rows("select id from slot")).allMatch(id -> id.matches("[a-z0-9]{16}"));
    }

    @Test
    void theSecondTimeThereIsNothingToDo() throws Exception {
        importing(FILE);
        List<String> before = everything();
        assertThat(importing(FILE)).isZero();
        assertThat(said).isEqualTo("Nothing to do.\n");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theSampleTwiceIsNothingToDoEither() throws Exception {
        assertThat(run(List.of("schedule", "import", "classpath:schedule/cayenne.yaml"), NOW))
                .isZero();
        assertThat(said).contains("desk cayenne: new").contains("desk kourou: new");
        assertThat(run(List.of("import", "classpath:schedule/cayenne.yaml"), NOW))
                .isZero();
        assertThat(said).isEqualTo("Nothing to do.\n");
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() throws Exception {
        importing(FILE);
        List<String> before = everything();
        String changed = FILE.replace("capacity: 3", "capacity: 2").replace("08:00-09:00", "08:30-09:30");
        assertThat(importing(changed, "--dry-run")).isZero();
        String foretold = said;
        assertThat(everything()).isEqualTo(before);
        assertThat(importing(changed)).isZero();
        assertThat(foretold.replace("Dry run: nothing was written.", "Done.")).isEqualTo(said);
        assertThat(everything()).isNotEqualTo(before);
    }

    @Test
    void aDryRunNeedsNoSchema() throws Exception {
        execute("drop schema public cascade");
        execute("create schema public");
        assertThat(importing(FILE, "--dry-run")).isZero();
        assertThat(said).contains("desk cayenne: new, 4 slots added");
        assertThat(rows("select count(*) from pg_tables where schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void capacityRisesFallsAndRisesAgainSeatBySeat() throws Exception {
        importing(FILE);
        execute("update seat set mirrored = true");
        assertThat(importing(FILE.replace("capacity: 3", "capacity: 5"))).isZero();
        assertThat(said).contains("~ 2027-02-05  08:00 5 seats of 30 minutes instead of 3 of 30");
        assertThat(rows("select seat_no, version, mirrored, withdrawn from seat where " + at(FRIDAY_8)
                        + " order by seat_no"))
                .containsExactly("0|1|t|f", "1|1|t|f", "2|1|t|f", "3|1|f|f", "4|1|f|f");
        importing(FILE.replace("capacity: 3", "capacity: 2"));
        assertThat(rows("select seat_no, version, mirrored, withdrawn from seat where " + at(FRIDAY_8)
                        + " order by seat_no"))
                .containsExactly("0|1|t|f", "1|1|t|f", "2|2|f|t", "3|2|f|t", "4|2|f|t");
        importing(FILE);
        assertThat(rows("select seat_no, version, withdrawn from seat where " + at(FRIDAY_8) + " order by seat_no"))
                .containsExactly("0|1|f", "1|1|f", "2|3|f", "3|2|t", "4|2|t");
        assertThat(rows("select version from desk")).containsExactly("4");
    }

    @Test
    void aSlotGoesAndComesBackUnderItsOwnId() throws Exception {
        importing(FILE);
        List<String> id = rows("select id from slot where starts_at = '" + FRIDAY_8 + "'");
        execute("update seat set mirrored = true");
        importing(FILE.replace("08:00-09:00", "08:30-09:00"));
        assertThat(said).contains("- 2027-02-05  08:00");
        assertThat(rows("select withdrawn, version, mirrored from seat where seat_no = 0 and " + at(FRIDAY_8)))
                .containsExactly("t|2|f");
        importing(FILE);
        assertThat(said).contains("back on sale");
        assertThat(rows("select id from slot where not withdrawn and starts_at = '" + FRIDAY_8 + "'"))
                .isEqualTo(id);
        assertThat(rows("select withdrawn, version, mirrored from seat where seat_no = 0 and " + at(FRIDAY_8)))
                .containsExactly("f|3|f");
    }

    @Test
    void refusesToTouchATakenSeatAndTellsAllReasons() throws Exception {
        importing(FILE);
        book(FRIDAY_8, 2);
        book(FRIDAY_8.plus(Duration.ofMinutes(30)), 0);
        List<String> before = everything();

        assertThat(importing(FILE.replace("08:00-09:00", "10:00-11:00"))).isEqualTo(1);
        assertThat(said)
                .contains("2027-02-05 08:00 would be withdrawn, but 1 seat is taken")
                .contains("2027-02-05 08:30 would be withdrawn, but 1 seat is taken");
        assertThat(importing(FILE.replace("capacity: 3", "capacity: 2"), "--dry-run"))
                .isEqualTo(1);
        assertThat(said)
                .contains("2027-02-05 08:00 would shrink to 2, but 1 seat is taken beyond that")
                .doesNotContain("08:30");
        assertThat(importing(FILE.replace("minutes: 30", "minutes: 20"))).isEqualTo(1);
        assertThat(said).contains("2027-02-05 08:00 would last 20 minutes instead of 30, but 1 seat is taken");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whatIsFreeMayChangeNextToATakenSeat() throws Exception {
        importing(FILE);
        book(FRIDAY_8, 0);
        assertThat(importing(FILE.replace("capacity: 3", "capacity: 1"))).isZero();
        assertThat(rows("select seat_no, withdrawn, booking_id is not null from seat where " + at(FRIDAY_8)
                        + " order by seat_no"))
                .containsExactly("0|f|t", "1|t|f", "2|t|f");
    }

    @Test
    void aBookingMadeWhileTheImportWaitsForItsSeatIsSeen() throws Exception {
        importing(FILE);
        connection.setAutoCommit(false);
        book(FRIDAY_8, 1);
        CompletableFuture<Integer> importing =
                CompletableFuture.supplyAsync(() -> importing(FILE.replace("08:00-09:00", "08:30-09:00")));
        awaitWaiting(1);
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(importing.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(said).contains("2027-02-05 08:00 would be withdrawn, but 1 seat is taken");
    }

    @Test
    void importsAtTheSameTimeWaitForEachOther() throws Exception {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        IntStream.range(0, 6).forEach(i -> all.add(CompletableFuture.supplyAsync(() -> importing(FILE))));
        for (CompletableFuture<Integer> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isZero();
        }
        assertThat(rows("select count(*) from slot")).containsExactly("4");
        assertThat(rows("select count(*) from seat")).containsExactly("12");
        assertThat(rows("select version from desk")).containsExactly("1");
    }

    @Test
    void desksStandSideBySideAndMayExchangeTheirOldNumbers() throws Exception {
        importing(FILE);
        assertThat(importing("desks:\n" + DESK.formatted("kourou", 4151))).isZero();
        assertThat(rows("select id, legacy_id from desk order by id")).containsExactly("cayenne|4150", "kourou|4151");
        assertThat(rows("select count(*) from slot")).containsExactly("8");
        assertThat(importing("desks:\n" + DESK.formatted("kourou", 4150))).isEqualTo(1);
        assertThat(said).contains("legacy-id 4150 belongs to desk cayenne");
        assertThat(importing("desks:\n" + DESK.formatted("kourou", 4150) + DESK.formatted("cayenne", 4151)))
                .isZero();
        assertThat(rows("select id, legacy_id from desk order by id")).containsExactly("cayenne|4151", "kourou|4150");
    }

    @Test
    void whatHasBegunIsLeftAlone() throws Exception {
        importing(FILE);
        List<String> before = everything();
        Path file = Files.writeString(folder.resolve("later.yaml"), FILE.replace("08:00-09:00", "10:00-10:30"));
        assertThat(run(List.of("import", file.toString()), Instant.parse("2027-02-12T20:00:00Z")))
                .isZero();
        assertThat(said).isEqualTo("Nothing to do.\n");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aBadFileIsRefusedWithAllItsProblems() throws Exception {
        assertThat(importing(FILE.replace("capacity: 3", "capacty: 3").replace("08:00-", "8:00-")))
                .isEqualTo(1);
        assertThat(said)
                .contains("line 25, desks[0].slots.capacty: unknown key")
                .contains("is not opening hours such as 08:00-11:30");
        assertThat(rows("select count(*) from desk")).containsExactly("0");
    }

    @Test
    void whatIsNotUnderstoodGetsTheUsageAndAMissingFileItsName() throws Exception {
        for (List<String> words : List.of(
                List.<String>of(),
                List.of("import"),
                List.of("export", "x"),
                List.of("import", "--dry-run"),
                List.of("import", "a", "b"),
                List.of("import", "--dryrun"))) {
            assertThat(run(words, NOW)).isEqualTo(2);
            assertThat(said).startsWith("usage: ");
        }
        assertThat(run(List.of("import", "no/such/file.yaml"), NOW)).isEqualTo(2);
        assertThat(said).isEqualTo("no such file: no/such/file.yaml\n");
    }

    private int importing(String text, String... more) {
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "schedule", ".yaml"), text);
            List<String> words = new ArrayList<>(List.of("import", file.toString()));
            words.addAll(List.of(more));
            return run(words, NOW);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private int run(List<String> words, Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new ScheduleCommand(Clock.fixed(now, ZoneOffset.UTC))
                .run(words, postgres, new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
        return code;
    }

    private void awaitWaiting(int sessions) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (Connection other = DriverManager.getConnection(
                    connection.getMetaData().getURL(),
                    postgres.user(),
                    postgres.password().value())) {
                return rows(
                                other,
                                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and datname = current_database()")
                        .equals(List.of(String.valueOf(sessions)));
            }
        });
    }

    private void book(Instant start, int seat) throws SQLException {
        UUID id = UUID.randomUUID();
        execute("""
                insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id, last_name,
                    first_name, email, agdref, person, procedure, permit_expiry, commune, rules_version, fee_euros,
                    language, opened_at, confirm_by)
                select '%1$s', '%1$s', desk_id, id, %2$d, 'BOOKED', 'x', '%1$s', 'N', 'P', 'a@example.org', '0123456789',
                    '%1$s'::text::bytea, 'renouvellement', '2027-03-01', '97302', '1', 0, 'fr', now(), now()
                from slot where starts_at = '%3$s'
                """.formatted(id, seat, start));
        execute("update seat set booking_id = '%s' where seat_no = %d and %s".formatted(id, seat, at(start)));
    }

    private static String at(Instant start) {
        return "slot_id = (select id from slot where starts_at = '" + start + "')";
    }

    private List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : List.of("desk", "slot", "seat", "booking")) {
            all.addAll(rows("select %1$s::text, xmin from %1$s order by 1".formatted(table)));
        }
        return all;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        return rows(connection, sql);
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
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
