package fr.creneau.text;

import fr.creneau.domain.Language;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Dates and times as each language writes them. French: "mardi 1er décembre 2026", "8 h 30"; English: "Tuesday 1 December 2026", "8:30". */
public final class Dates {
    private static final Dates FRENCH = new Dates(
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.FRANCE),
            DateTimeFormatter.ofPattern("EEEE d'er' MMMM uuuu", Locale.FRANCE),
            DateTimeFormatter.ofPattern("H'\u00a0h\u00a0'mm", Locale.FRANCE),
            " à ",
            List.of("an", "ans", "mois", "mois", "jour", "jours", " et "));
    private static final Dates ENGLISH = new Dates(
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK),
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK),
            DateTimeFormatter.ofPattern("H:mm", Locale.UK),
            " at ",
            List.of("year", "years", "month", "months", "day", "days", " and "));

    private final DateTimeFormatter day;
    private final DateTimeFormatter firstOfMonth;
    private final DateTimeFormatter time;
    private final String at;
    private final List<String> units;

    private Dates(
            DateTimeFormatter day,
            DateTimeFormatter firstOfMonth,
            DateTimeFormatter time,
            String at,
            List<String> units) {
        this.day = day;
        this.firstOfMonth = firstOfMonth;
        this.time = time;
        this.at = at;
        this.units = units;
    }

    public static Dates in(Language language) {
        return language == Language.FR ? FRENCH : ENGLISH;
    }

    /** @param local a date, with or without time, in the desk's own zone */
    public String date(TemporalAccessor local) {
        return (local.get(ChronoField.DAY_OF_MONTH) == 1 ? firstOfMonth : day).format(local);
    }

    /** @param local a time of day, with or without date, in the desk's own zone */
    public String time(TemporalAccessor local) {
        return time.format(local);
    }

    /** A span as people say it: "2 mois", "1 an et 15 jours". */
    public String period(Period span) {
        int[] counts = {span.getYears(), span.getMonths(), span.getDays()};
        return IntStream.range(0, counts.length)
                .filter(unit -> counts[unit] > 0 || (unit == counts.length - 1 && span.isZero()))
                .mapToObj(unit -> counts[unit] + "\u00a0" + units.get(2 * unit + (counts[unit] > 1 ? 1 : 0)))
                .collect(Collectors.joining(units.get(2 * counts.length)));
    }

    /** @param local a date with its time of day, in the desk's own zone */
    public String dateTime(TemporalAccessor local) {
        return date(local) + at + time(local);
    }
}
