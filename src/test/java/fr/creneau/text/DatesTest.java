package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import org.junit.jupiter.api.Test;

class DatesTest {
    private static final Dates FRENCH = Dates.in(Language.FR);
    private static final Dates ENGLISH = Dates.in(Language.EN);

    @Test
    void dates_and_times_are_written_as_each_language_does() {
        LocalDateTime first = LocalDateTime.of(2026, 12, 1, 8, 30);
        assertThat(FRENCH.dateTime(first)).isEqualTo("mardi 1er décembre 2026 à 8\u00a0h\u00a030");
        assertThat(ENGLISH.dateTime(first)).isEqualTo("Tuesday 1 December 2026 at 8:30");
    }

    @Test
    void the_day_a_paper_ends_is_told_without_its_weekday() {
        LocalDateTime first = LocalDateTime.of(2026, 12, 1, 8, 30);
        assertThat(FRENCH.day(first)).isEqualTo("1er décembre 2026");
        assertThat(FRENCH.weekday(first) + " " + FRENCH.dayOfMonth(first)).isEqualTo("mardi 1er décembre");
        assertThat(ENGLISH.day(first)).isEqualTo("1 December 2026");
    }

    @Test
    void delays_are_said_in_hours_and_minutes() {
        assertThat(FRENCH.duration(Duration.ofMinutes(15))).isEqualTo("15\u00a0minutes");
        assertThat(ENGLISH.duration(Duration.ofMinutes(1))).isEqualTo("1\u00a0minute");
        assertThat(FRENCH.duration(Duration.ofMinutes(90))).isEqualTo("1\u00a0heure et 30\u00a0minutes");
        assertThat(ENGLISH.duration(Duration.ofHours(26))).isEqualTo("26\u00a0hours");
    }

    @Test
    void spans_are_said_in_years_months_and_days() {
        assertThat(FRENCH.period(Period.ofMonths(2))).isEqualTo("2\u00a0mois");
        assertThat(ENGLISH.period(Period.ofMonths(1))).isEqualTo("1\u00a0month");
        assertThat(FRENCH.period(Period.of(1, 0, 15))).isEqualTo("1\u00a0an et 15\u00a0jours");
        assertThat(ENGLISH.period(Period.ZERO)).isEqualTo("0\u00a0day");
    }
}
