package fr.creneau.convocation;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Desk;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalendarFileTest {
    private static final Instant STAMP = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @EnumSource(Language.class)
    void theFileReadsBackAsTheAppointment(Language language) throws Exception {
        byte[] file = CalendarFile.request(Papers.appointment(), Papers.desk(), language, STAMP);
        Calendar calendar = parse(file);
        calendar.validate(true);
        assertThat(calendar.getMethod().getValue()).isEqualTo("PUBLISH");
        VEvent event = event(calendar);
        assertThat(value(event, "UID")).isEqualTo("0d4f9d2e-7a39-4c2a-9a3f-111111111111");
        assertThat(value(event, "SEQUENCE")).isEqualTo("3");
        assertThat(value(event, "DTSTAMP")).isEqualTo("20261123T100000Z");
        assertThat(value(event, "STATUS")).isEqualTo("CONFIRMED");
        assertThat(value(event, "CLASS")).isEqualTo("PRIVATE");
        assertThat(value(event, "LOCATION")).contains("Rue Fiedmond, BP 7008, 97307 Cayenne Cedex");
        assertThat(value(event, "DESCRIPTION")).contains("7F3K-92QX").contains("\n");
        ZonedDateTime start = event.<ZonedDateTime>getDateTimeStart().getDate();
        ZonedDateTime end = event.<ZonedDateTime>getDateTimeEnd().getDate();
        assertThat(start.toInstant()).isEqualTo(Papers.START);
        assertThat(end.toInstant()).isEqualTo(Papers.START.plusSeconds(900));
    }

    @Test
    void timesAreInTheDesksZoneWithItsRules() {
        String file = unfolded(CalendarFile.request(Papers.appointment(), Papers.desk(), Language.FR, STAMP));
        assertThat(file)
                .contains("BEGIN:VTIMEZONE\r\nTZID:America/Cayenne\r\n")
                .contains("TZOFFSETTO:-0300\r\n")
                .contains("DTSTART;TZID=America/Cayenne:20261201T083000\r\n")
                .doesNotContain("http");
        assertThat(unfolded(CalendarFile.request(Papers.appointment(), inZone("Europe/Paris"), Language.FR, STAMP)))
                .contains("DTSTART;TZID=Europe/Paris:20261201T123000\r\n")
                .contains("BEGIN:DAYLIGHT");
    }

    @Test
    void aCancellationStrikesTheSameEventOut() throws Exception {
        Calendar calendar = parse(CalendarFile.cancel(Papers.appointment(), Papers.desk(), Language.FR, STAMP));
        calendar.validate(true);
        VEvent event = event(calendar);
        assertThat(calendar.getMethod().getValue()).isEqualTo("CANCEL");
        assertThat(value(event, "UID")).isEqualTo(Papers.appointment().id().toString());
        assertThat(value(event, "STATUS")).isEqualTo("CANCELLED");
        assertThat(value(event, "SEQUENCE")).isEqualTo("3");
        assertThat(event.getAlarms()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void linesEndWithCrLfAndAreAtMost75OctetsLong(Language language) {
        for (byte[] file : List.of(
                CalendarFile.request(Papers.appointment(), Papers.desk(), language, STAMP),
                CalendarFile.cancel(Papers.appointment(), Papers.desk(), language, STAMP))) {
            String text = text(file);
            assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
            assertThat(text).endsWith("END:VCALENDAR\r\n");
            assertThat(text.split("\r\n"))
                    .allSatisfy(line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length)
                            .isLessThanOrEqualTo(75));
        }
    }

    @Test
    void itTellsNothingOfThePerson() {
        Appointment appointment = Papers.appointment();
        String file = unfolded(CalendarFile.request(appointment, Papers.desk(), Language.FR, STAMP));
        assertThat(file)
                .doesNotContain(appointment.applicant().lastName())
                .doesNotContain(appointment.applicant().firstName())
                .doesNotContain(appointment.applicant().email().value())
                .doesNotContain(appointment.applicant().agdref().digits())
                .doesNotContain("ATTENDEE");
    }

    private static Desk inZone(String zone) {
        Desk desk = Papers.desk();
        return new Desk(
                desk.id(),
                desk.legacyId(),
                ZoneId.of(zone),
                desk.rules(),
                desk.contact(),
                desk.links(),
                desk.sender(),
                desk.texts());
    }

    private static Calendar parse(byte[] file) throws Exception {
        return new CalendarBuilder().build(new ByteArrayInputStream(file));
    }

    private static VEvent event(Calendar calendar) {
        return calendar.<VEvent>getComponents(Component.VEVENT).get(0);
    }

    private static String value(VEvent event, String property) {
        return event.getProperty(property).orElseThrow().getValue();
    }

    private static String unfolded(byte[] file) {
        return text(file).replace("\r\n ", "");
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
