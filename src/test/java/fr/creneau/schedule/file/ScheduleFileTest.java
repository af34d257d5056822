package fr.creneau.schedule.file;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.file.ScheduleFile.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleFileTest {
    private static final ZoneId CAYENNE = ZoneId.of("America/Cayenne");
    /** A Monday, 22:30 the day before in Cayenne. */
    private static final Instant NOW = Instant.parse("2026-11-24T01:30:00Z");

    /** One desk in which a test spoils one line. */
    private static final String DESK = """
            desks:
              - id: cayenne
                legacy-id: 4150
                zone: America/Cayenne
                contact:
                  prefecture: Préfecture
                  office: Bureau
                  address: [rue Fiedmond, 97307 Cayenne]
                  phone: 0594 39 45 00
                links:
                  site: https://www.guyane.gouv.fr/
                  first-permit: https://www.guyane.gouv.fr/a
                  late-renewal: https://www.guyane.gouv.fr/b
                  other-arrondissement: https://www.guyane.gouv.fr/c
                sender:
                  name: Préfecture
                  address: rdv@example.org
                rules:
                  - version: "1"
                    effective-from: 2026-01-01
                    opens-before: 2 months
                    closes-after: 6 months
                    late-fee-euros: 180
                    duplicate-validity: 2 months
                communes:
                  - {code: 97302, name: Cayenne, served: true}
                  - {code: 97311, name: Saint-Laurent-du-Maroni, served: false}
                slots:
                  from: 2027-02-05
                  to: 2027-02-12
                  minutes: 30
                  capacity: 3
                  hours:
                    monday: [08:00-09:00, 13:30-14:30]
                    friday: [08:00-09:15]
                  closures:
                    - 2027-02-08
                  holidays: gf
                  extra:
                    - {start: 2027-02-06T10:00, minutes: 60, capacity: 1}
            """;

    /** The same desk with releases, in which a test spoils one line. */
    private static final String RELEASES = DESK + """
                releases:
                  - id: winter
                    opens: 2027-01-20T09:00
                    from: 2027-02-05
                    to: 2027-02-05
                  - id: spring
                    opens: 2027-02-01T09:00
                    enrolment-from: 2027-01-25T08:00
                    waiting-room: true
                    from: 2027-02-06
                    to: 2027-02-28
            """;

    private static List<PlannedDesk> read(String text) {
        Reading reading = ScheduleFile.read(text, NOW);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).desks();
    }

    private static List<String> problems(String text) {
        Reading reading = ScheduleFile.read(text, NOW);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    private static List<LocalDateTime> starts(PlannedDesk desk) {
        return desk.slots().stream()
                .map(slot -> slot.start().atZone(desk.desk().zone()).toLocalDateTime())
                .toList();
    }

    @Test
    void readsADeskWhole() {
        Desk desk = read(DESK).get(0).desk();
        assertThat(desk.id().value()).isEqualTo("cayenne");
        assertThat(desk.legacyId()).isEqualTo(OptionalInt.of(4150));
        assertThat(desk.zone()).isEqualTo(CAYENNE);
        assertThat(desk.contact().address()).containsExactly("rue Fiedmond", "97307 Cayenne");
        assertThat(desk.links().lateRenewal()).hasToString("https://www.guyane.gouv.fr/b");
        assertThat(desk.sender().replyTo()).isEqualTo("rdv@example.org");
        assertThat(desk.rules().versions()).singleElement().satisfies(rules -> {
            assertThat(rules.opensBefore()).isEqualTo(Period.ofMonths(2));
            assertThat(rules.closesAfter()).isEqualTo(Period.ofMonths(6));
            assertThat(rules.lateFeeEuros()).isEqualTo(180);
        });
        assertThat(desk.rules().communes())
                .containsExactly(
                        new Commune("97302", "Cayenne", true), new Commune("97311", "Saint-Laurent-du-Maroni", false));
    }

    @Test
    void sellsWholeSlotsWithinTheHoursButForClosures() {
        assertThat(starts(read(DESK).get(0)))
                .containsExactly(
                        LocalDateTime.parse("2027-02-05T08:00"),
                        LocalDateTime.parse("2027-02-05T08:30"),
                        LocalDateTime.parse("2027-02-06T10:00"),
                        LocalDateTime.parse("2027-02-12T08:00"),
                        LocalDateTime.parse("2027-02-12T08:30"));
        assertThat(read(DESK.replace("- 2027-02-08\n", "- 2027-02-09\n")).get(0).slots())
                .hasSize(9)
                .contains(new PlannedSlot(Instant.parse("2027-02-08T16:30:00Z"), java.time.Duration.ofMinutes(30), 3));
    }

    @Test
    void todayIsTheDesksOwnDay() {
        String rolling = DESK.replace("from: 2027-02-05", "from: today").replace("to: 2027-02-12", "weeks: 1");
        assertThat(starts(read(rolling).get(0)).get(0)).isEqualTo(LocalDateTime.parse("2026-11-23T08:00"));
        assertThat(starts(read(rolling).get(0)))
                .allMatch(start -> start.isBefore(LocalDateTime.parse("2026-11-30T00:00"))
                        || start.equals(LocalDateTime.parse("2027-02-06T10:00")));
    }

    @Test
    void aRangeOfDaysIsClosedWithBothItsEnds() {
        String closed = DESK.replace("- 2027-02-08\n", "- 2027-02-05 to 2027-02-12\n");
        assertThat(starts(read(closed).get(0))).containsExactly(LocalDateTime.parse("2027-02-06T10:00"));
    }

    @Test
    void aLocalTimeThatAChangeOfClocksLeavesOutIsNotSold() {
        String spring = DESK.replace("America/Cayenne", "Europe/Paris")
                .replace("from: 2027-02-05", "from: 2027-03-28")
                .replace("to: 2027-02-12", "to: 2027-03-28")
                .replace("monday: [08:00-09:00, 13:30-14:30]", "sunday: [01:30-03:30]");
        assertThat(read(spring).get(0).slots())
                .extracting(PlannedSlot::start)
                .containsExactly(
                        Instant.parse("2027-02-06T09:00:00Z"),
                        Instant.parse("2027-03-28T00:30:00Z"),
                        Instant.parse("2027-03-28T01:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2027-01-01",
                "2027-03-29",
                "2027-05-01",
                "2027-05-06",
                "2027-05-08",
                "2027-05-17",
                "2027-06-10",
                "2027-07-14",
                "2027-08-15",
                "2027-11-01",
                "2027-11-11",
                "2027-12-25"
            })
    void publicHolidaysOfFrenchGuianaAreFree(LocalDate holiday) {
        PublicHolidays gf = PublicHolidays.of("gf").orElseThrow();
        assertThat(gf.between(holiday, holiday)).containsExactly(holiday);
    }

    @Test
    void frenchGuianaHasTwelvePublicHolidaysAndNoneOfOtherTerritories() {
        PublicHolidays gf = PublicHolidays.of("gf").orElseThrow();
        assertThat(new TreeSet<>(gf.between(LocalDate.of(2027, 1, 1), LocalDate.of(2027, 12, 31))))
                .hasSize(12)
                .doesNotContain(
                        LocalDate.of(2027, 4, 27), // Mayotte
                        LocalDate.of(2027, 5, 22), // Martinique
                        LocalDate.of(2027, 5, 27), // Guadeloupe
                        LocalDate.of(2027, 12, 20)); // La Réunion
        assertThat(PublicHolidays.of("fr").orElseThrow().between(LocalDate.of(2027, 6, 10), LocalDate.of(2027, 6, 10)))
                .isEmpty();
    }

    @Test
    void holidaysAreNotOnSale() {
        String june = DESK.replace("from: 2027-02-05", "from: 2027-06-07")
                .replace("to: 2027-02-12", "to: 2027-06-13")
                .replace("friday: [08:00-09:15]", "thursday: [08:00-09:00]");
        assertThat(starts(read(june).get(0)))
                .noneMatch(start -> start.toLocalDate().equals(LocalDate.of(2027, 6, 10)));
        assertThat(starts(read(june.replace("      holidays: gf\n", "")).get(0)))
                .anyMatch(start -> start.toLocalDate().equals(LocalDate.of(2027, 6, 10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "capacity: 3                  | capcity: 3                   | desks[0].slots.capcity: unknown key",
                "capacity: 3                  | capcity: 3                   | desks[0].slots: “capacity” is missing",
                "capacity: 3                  | capacity: 0                  | desks[0].slots.capacity: “0” is not a number",
                "capacity: 3                  | capacity: many               | desks[0].slots.capacity: “many” is not a number",
                "capacity: 3                  | capacity: [3]                | desks[0].slots.capacity: a single value",
                "minutes: 30                  | minutes: 500                 | desks[0].slots.minutes: “500” is not",
                "from: 2027-02-05             | from: 2027-02-30             | desks[0].slots.from: “2027-02-30” is not",
                "from: 2027-02-05             | from: tomorrow               | desks[0].slots.from: “tomorrow” is not",
                "to: 2027-02-12               | to: 2027-02-01               | desks[0].slots.to: ends before it begins",
                "to: 2027-02-12               | to: 2037-02-01               | desks[0].slots.to: at most three years",
                "to: 2027-02-12               | weeks: 0                     | desks[0].slots.weeks: “0” is not",
                "to: 2027-02-12               |                              | desks[0].slots: either “to” or “weeks”",
                "13:30-14:30                  | 08:45-10:00                  | desks[0].slots.hours.monday[1]: overlaps",
                "13:30-14:30                  | 14:30-13:30                  | desks[0].slots.hours.monday[1]: “14:30-13:30” is not",
                "13:30-14:30                  | 13h30-14h30                  | desks[0].slots.hours.monday[1]: “13h30-14h30” is not",
                "13:30-14:30                  | 13:30-13:45                  | desks[0].slots.hours.monday[1]: shorter than one slot",
                "monday: [                    | lundi: [                     | desks[0].slots.hours.lundi: unknown key",
                "- 2027-02-08                 | - 2027-02-31                 | desks[0].slots.closures[0]: “2027-02-31” is not",
                "- 2027-02-08                 | - 2027-02-08 to 2027-02-01   | desks[0].slots.closures[0]: “2027-02-08 to",
                "holidays: gf                 | holidays: xx                 | desks[0].slots.holidays: “xx” is not a calendar",
                "2027-02-06T10:00             | 2027-02-05T08:15             | desks[0].slots.extra[0].start: overlaps",
                "2027-02-06T10:00             | 2027-02-06                   | desks[0].slots.extra[0].start: “2027-02-06” is not",
                "id: cayenne                  | id: Cayenne!                 | desks[0].id: “Cayenne!” is not",
                "legacy-id: 4150              | legacy-id: -1                | desks[0].legacy-id: “-1” is not",
                "zone: America/Cayenne        | zone: Mars/Base              | desks[0].zone: “Mars/Base” is not",
                "zone: America/Cayenne        | id: again                    | desks[0].id: stands here a second time",
                "address: [rue Fiedmond, 97307 Cayenne] | address: []        | desks[0].contact.address: at least one line",
                "site: https://www.guyane.gouv.fr/ | site: javascript:alert(1) | desks[0].links.site: “javascript:alert(1)” is not",
                "address: rdv@example.org     | address: rdv                 | desks[0].sender.address: “rdv” is not a mail address",
                "effective-from: 2026-01-01   | effective-from: 01/01/2026   | desks[0].rules[0].effective-from: “01/01/2026” is not",
                "opens-before: 2 months       | opens-before: P2M            | desks[0].rules[0].opens-before: “P2M” is not",
                "late-fee-euros: 180          | late-fee-euros: 180.50       | desks[0].rules[0].late-fee-euros: “180.50” is not",
                "code: 97302                  | code: 973O2                  | desks[0].communes[0].code: “973O2” is not",
                "served: true                 | served: yes                  | desks[0].communes[0].served: “yes” is not",
                "served: true                 | served: false                | desks[0].communes: at least one commune",
                "code: 97311                  | code: 97302                  | desks[0].communes[1].code: stands here a second",
                "legacy-id: 4150              | texts: {fr: {no.such.key: x}} | desks[0].texts.fr.no.such.key: no page or mail",
                "legacy-id: 4150              | texts: {fr: {info.legal-title: \ue000}} | desks[0].texts.fr.info.legal-title: has characters",
                "office: Bureau               | office: a\ue000b             | desks[0].contact.office:",
                "legacy-id: 4150              | texts: {de: {}}              | desks[0].texts.de: unknown key",
                "legacy-id: 4150              | legacy-id: {a                | no YAML",
            })
    void eachProblemIsToldWithItsPlace(String good, String bad, String told) {
        assertThat(DESK).contains(good);
        String replacement = bad == null ? "" : bad;
        String spoilt = DESK.substring(0, DESK.indexOf(good))
                + replacement
                + DESK.substring(DESK.indexOf(good) + good.length());
        // Most problems stand on the spoilt line; what is missing is told where it should be.
        long spoiltLine = DESK.substring(0, DESK.indexOf(good)).lines().count();
        assertThat(problems(spoilt)).anySatisfy(problem -> {
            assertThat(problem).contains(told);
            if (told.startsWith("desks")
                    && !told.contains("missing")
                    && !told.contains("either")
                    && !told.contains("at least one commune")) {
                assertThat(problem).startsWith("line " + spoiltLine + ", ");
            }
        });
    }

    @Test
    void readsReleasesAndWhichSlotsGoOnSaleWithThem() {
        PlannedDesk desk = read(RELEASES).get(0);
        Release winter = desk.releases().get(0).release();
        Release spring = desk.releases().get(1).release();
        Instant opensInWinter = Instant.parse("2027-01-20T12:00:00Z");
        assertThat(winter)
                .isEqualTo(new Release(new ReleaseId("winter"), desk.desk().id(), opensInWinter, opensInWinter, false));
        assertThat(spring)
                .isEqualTo(new Release(
                        new ReleaseId("spring"),
                        desk.desk().id(),
                        Instant.parse("2027-01-25T11:00:00Z"),
                        Instant.parse("2027-02-01T12:00:00Z"),
                        true));
        assertThat(desk.slots().stream().map(desk::releaseOf))
                .containsExactly(
                        Optional.of(winter),
                        Optional.of(winter),
                        Optional.of(spring),
                        Optional.of(spring),
                        Optional.of(spring));
        assertThat(read(DESK).get(0).releases()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: spring                | id: Spring!              | releases[1].id: “Spring!” is not",
                "id: spring                | id: winter               | a second release of the id “winter”",
                "opens: 2027-02-01T09:00   | opens: 2027-02-01        | releases[1].opens: “2027-02-01” is not",
                "opens: 2027-02-01T09:00   |                          | releases[1]: “opens” is missing",
                "opens: 2027-02-01T09:00   | opens: 2027-02-07T09:00  | releases[1].opens: opens after the first day of its slots",
                "2027-01-25T08:00          | 2027-02-01T09:00         | releases[1].enrolment-from: enrolment begins before the opening",
                "enrolment-from: 2027-01-25T08:00 |                   | releases[1]: a waiting room needs “enrolment-from”",
                "waiting-room: true        | waiting-room: yes        | releases[1].waiting-room: “yes” is not",
                "waiting-room: true        | waitingroom: true        | releases[1].waitingroom: unknown key",
                "from: 2027-02-06          | from: 2027-02-05         | releases[1]: some of its days are in the release “winter” already",
                "from: 2027-02-06          | from: soon               | releases[1].from: “soon” is not",
                "to: 2027-02-28            | to: 2027-02-01           | releases[1].to: ends before it begins",
            })
    void eachProblemOfAReleaseIsTold(String good, String bad, String told) {
        int at = RELEASES.lastIndexOf(good);
        assertThat(at).isPositive();
        assertThat(problems(
                        RELEASES.substring(0, at) + (bad == null ? "" : bad) + RELEASES.substring(at + good.length())))
                .anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @Test
    void twoDesksMayNotShareARelease() {
        String other = RELEASES.substring(RELEASES.indexOf("  - id"))
                .replace("id: cayenne", "id: kourou")
                .replace("legacy-id: 4150", "legacy-id: 4151");
        assertThat(problems(RELEASES + other))
                .anyMatch(problem -> problem.contains("a second release of the id “winter”"));
    }

    @Test
    void allProblemsAreToldAtOnceInOrder() {
        assertThat(problems(DESK.replace("id: cayenne", "id: C")
                        .replace("opens-before: 2 months", "opens-before: soon")
                        .replace("capacity: 3", "capcity: 3")
                        .replace("13:30-14:30", "08:30-10:00")))
                .hasSize(5)
                .isSortedAccordingTo(java.util.Comparator.comparingInt(
                        problem -> Integer.parseInt(problem.replaceAll("line (\\d+).*", "$1"))));
    }

    @Test
    void twoDesksMayNotShareAnIdOrAnOldNumber() {
        assertThat(problems(DESK + DESK.substring(DESK.indexOf("  - id"))))
                .anyMatch(problem -> problem.contains("a second desk of the id “cayenne”"))
                .anyMatch(problem -> problem.contains("a second desk of the legacy-id 4150"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "desks:",
                "desks: []",
                "desks: 3",
                "[]",
                "- - -",
                "\t",
                "a: &a [*a]",
                "desks: [null]"
            })
    void aFileThatIsNoScheduleIsRefused(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void theSampleIsValidAndAlwaysHasWeeksOfSlots() throws IOException {
        List<PlannedDesk> desks = read(sample());
        assertThat(desks).hasSize(2);
        PlannedDesk cayenne = desks.get(0);
        assertThat(cayenne.desk().legacyId()).isEqualTo(OptionalInt.of(4150));
        assertThat(cayenne.desk().rules().communes()).hasSize(22);
        assertThat(cayenne.desk().rules().communes().stream()
                        .filter(commune -> !commune.served())
                        .map(Commune::name))
                .containsExactlyInAnyOrder(
                        "Apatou",
                        "Awala-Yalimapo",
                        "Grand-Santi",
                        "Mana",
                        "Maripasoula",
                        "Papaïchton",
                        "Saint-Laurent-du-Maroni",
                        "Saül");
        assertThat(starts(cayenne).stream()
                        .map(start -> start.toLocalDate())
                        .distinct()
                        .count())
                .isGreaterThan(30);
        assertThat(starts(cayenne).stream()
                        .filter(start -> start.toLocalDate().equals(LocalDate.of(2026, 11, 24)))
                        .map(LocalDateTime::toLocalTime)
                        .collect(Collectors.toList()))
                .containsExactly(
                        LocalTime.of(8, 0),
                        LocalTime.of(8, 30),
                        LocalTime.of(9, 0),
                        LocalTime.of(9, 30),
                        LocalTime.of(10, 0),
                        LocalTime.of(10, 30),
                        LocalTime.of(11, 0),
                        LocalTime.of(13, 30),
                        LocalTime.of(14, 0));
        assertThat(desks.get(1).desk().texts().keySet()).isSubsetOf(Language.values());
    }

    private static String sample() throws IOException {
        try (InputStream stream = ScheduleFileTest.class.getResourceAsStream("/schedule/cayenne.yaml")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
