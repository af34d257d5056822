package fr.creneau.text;

import fr.creneau.domain.Language;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Dates and times as each language writes them. French: "mardi 1er décembre 2026", "8 h 30"; English: "Tuesday 1 December 2026", "8:30". */
public final class Dates {
    /** Where in the units those of a clock begin. */
    private static final int FIRST_OF_CLOCK = 3;

    private static final Dates FRENCH = new Dates(
            Locale.FRANCE,
            "d'er' MMMM",
            DateTimeFormatter.ofPattern("H'\u00a0h\u00a0'mm", Locale.FRANCE),
            " à ",
            List.of("an", "ans", "mois", "mois", "jour", "jours", "heure", "heures", "minute", "minutes"),
            " et ");
    private static final Dates ENGLISH = new Dates(
            Locale.UK,
            "d MMMM",
            DateTimeFormatter.ofPattern("H:mm", Locale.UK),
            " at ",
            List.of("year", "years", "month", "months", "day", "days", "hour", "hours", "minute", "minutes"),
            " and ");

    private final DateTimeFormatter weekday;
    private final DateTimeFormatter dayOfMonth;
    private final DateTimeFormatter firstOfMonth;
    private final DateTimeFormatter year;
    private final DateTimeFormatter time;
    private final String at;
    private final List<String> units;
    private final String and;

    private Dates(
            Locale locale, String firstOfMonth, DateTimeFormatter time, String at, List<String> units, String and) {
        this.weekday = DateTimeFormatter.ofPattern("EEEE", locale);
        this.dayOfMonth = DateTimeFormatter.ofPattern("d MMMM", locale);
        this.firstOfMonth = DateTimeFormatter.ofPattern(firstOfMonth, locale);
        this.year = DateTimeFormatter.ofPattern("uuuu", locale);
        this.time = time;
        this.at = at;
        this.units = units;
        this.and = and;
    }

    public static Dates in(Language language) {
        return language == Language.FR ? FRENCH : ENGLISH;
    }

    /** @param local a date, with or without time, in the desk's own zone */
    public String date(TemporalAccessor local) {
        return weekday(local) + " " + day(local);
    }

    /** A date on which nobody comes, such as that of a paper: "1er décembre 2026". */
    public String day(TemporalAccessor local) {
        return dayOfMonth(local) + " " + year.format(local);
    }

    /** "mardi" */
    public String weekday(TemporalAccessor local) {
        return weekday.format(local);
    }

    /** "1er décembre" */
    public String dayOfMonth(TemporalAccessor local) {
        return (local.get(ChronoField.DAY_OF_MONTH) == 1 ? firstOfMonth : dayOfMonth).format(local);
    }

    /** @param local a time of day, with or without date, in the desk's own zone */
    public String time(TemporalAccessor local) {
        return time.format(local);
    }

    /** A span as people say it: "2 mois", "1 an et 15 jours". */
    public String period(Period span) {
        return counted(0, span.getYears(), span.getMonths(), span.getDays());
    }

    /** A delay as people say it: "15 minutes", "1 heure et 30 minutes". Less than a minute counts as none. */
    public String duration(Duration delay) {
        return counted(FIRST_OF_CLOCK, (int) delay.toHours(), delay.toMinutesPart());
    }

    /** Units that are there; the smallest where all are nought. */
    private String counted(int first, int... counts) {
        boolean nothing = Arrays.stream(counts).allMatch(count -> count == 0);
        return IntStream.range(0, counts.length)
                .filter(unit -> counts[unit] > 0 || (nothing && unit == counts.length - 1))
                .mapToObj(unit -> counts[unit] + "\u00a0" + units.get(2 * (first + unit) + (counts[unit] > 1 ? 1 : 0)))
                .collect(Collectors.joining(and));
    }

    /** @param local a date with its time of day, in the desk's own zone */
    public String dateTime(TemporalAccessor local) {
        return date(local) + at + time(local);
    }
}
