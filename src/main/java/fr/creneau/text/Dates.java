package fr.creneau.text;

import fr.creneau.domain.Language;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Dates and times as each language writes them. French: "mardi 1er décembre 2026", "8 h 30"; English: "Tuesday 1 December 2026", "8:30". */
public final class Dates {
    private static final Dates FRENCH = new Dates(
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.FRANCE),
            DateTimeFormatter.ofPattern("EEEE d'er' MMMM uuuu", Locale.FRANCE),
            DateTimeFormatter.ofPattern("H'\u00a0h\u00a0'mm", Locale.FRANCE),
            " à ");
    private static final Dates ENGLISH = new Dates(
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK),
            DateTimeFormatter.ofPattern("EEEE d MMMM uuuu", Locale.UK),
            DateTimeFormatter.ofPattern("H:mm", Locale.UK),
            " at ");

    private final DateTimeFormatter day;
    private final DateTimeFormatter firstOfMonth;
    private final DateTimeFormatter time;
    private final String at;

    private Dates(DateTimeFormatter day, DateTimeFormatter firstOfMonth, DateTimeFormatter time, String at) {
        this.day = day;
        this.firstOfMonth = firstOfMonth;
        this.time = time;
        this.at = at;
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

    /** @param local a date with its time of day, in the desk's own zone */
    public String dateTime(TemporalAccessor local) {
        return date(local) + at + time(local);
    }
}
