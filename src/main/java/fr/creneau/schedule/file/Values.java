package fr.creneau.schedule.file;

import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.TimeRange;
import fr.creneau.text.PrivateUse;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How each kind of value is written in the file. */
final class Values {
    private static final Pattern PERIOD = Pattern.compile("(\\d{1,3}) (day|week|month|year)s?");
    private static final Pattern RANGE = Pattern.compile("(\\d{2}:\\d{2}) ?- ?(\\d{2}:\\d{2})");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}");

    private Values() {}

    /**
     * One line of text. Control characters are refused: some of these texts end up in mail headers. So are those of {@link PrivateUse}.
     */
    static String line(Place place) {
        return place.value(
                typed -> Optional.of(typed.strip())
                        .filter(text -> !text.isEmpty()
                                && text.codePoints().noneMatch(Character::isISOControl)
                                && !PrivateUse.isIn(text)),
                "a line of text",
                "?");
    }

    static int number(Place place, int least, int most, int standIn) {
        return place.value(
                typed -> attempt(() -> Integer.valueOf(typed)).filter(number -> number >= least && number <= most),
                "a number from " + least + " to " + most,
                standIn);
    }

    static boolean flag(Place place) {
        return place.value(
                typed -> switch (typed) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                },
                "true or false",
                false);
    }

    static LocalDate date(Place place, LocalDate standIn) {
        return place.value(Values::parseDate, "a date such as 2027-01-31", standIn);
    }

    static Optional<LocalDate> parseDate(String typed) {
        return DATE.matcher(typed).matches() ? attempt(() -> LocalDate.parse(typed)) : Optional.empty();
    }

    static Optional<LocalDateTime> dateTime(Place place, ZoneId zone) {
        return place.read(
                typed -> Optional.of(typed)
                        .filter(DATE_TIME.asMatchPredicate())
                        .flatMap(attempting(LocalDateTime::parse))
                        .filter(time -> time.atZone(zone).toLocalDateTime().equals(time)),
                "a time at the desk such as 2027-01-31T08:00");
    }

    static Period period(Place place) {
        return place.value(
                typed -> {
                    Matcher form = PERIOD.matcher(typed);
                    if (!form.matches()) {
                        return Optional.empty();
                    }
                    int count = Integer.parseInt(form.group(1));
                    return Optional.of(
                            switch (form.group(2)) {
                                case "day" -> Period.ofDays(count);
                                case "week" -> Period.ofWeeks(count);
                                case "month" -> Period.ofMonths(count);
                                default -> Period.ofYears(count);
                            });
                },
                "a length such as 2 months or 10 days",
                Period.ZERO);
    }

    static Optional<TimeRange> hours(Place place) {
        return place.read(
                typed -> Optional.of(RANGE.matcher(typed))
                        .filter(Matcher::matches)
                        .flatMap(form -> attempt(
                                () -> new TimeRange(LocalTime.parse(form.group(1)), LocalTime.parse(form.group(2))))),
                "opening hours such as 08:00-11:30");
    }

    static ZoneId zone(Place place) {
        return place.value(
                typed -> attempt(() -> ZoneId.of(typed)).filter(zone -> typed.contains("/")),
                "a time zone such as America/Cayenne",
                ZoneId.of("UTC"));
    }

    static URI link(Place place) {
        return place.value(
                typed -> attempt(() -> URI.create(typed))
                        .filter(uri -> uri.getHost() != null
                                && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))),
                "a web address beginning with https://",
                URI.create("https://example.org/"));
    }

    static String mailAddress(Place place) {
        return place.value(
                typed -> EmailAddress.parse(typed).map(EmailAddress::value), "a mail address", "nobody@example.org");
    }

    /** Empty where the JDK refuses the text. */
    static <T> Optional<T> attempt(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    static <T> Function<String, Optional<T>> attempting(Function<String, T> parse) {
        return typed -> attempt(() -> parse.apply(typed));
    }
}
