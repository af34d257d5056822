package fr.creneau.web.wizard;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A date as people type it: 4, 04, ٤ for a day; 4, avril, avr. or April for a month; 26 or 2026 for a year; or all in the first field. */
public record TypedDate(String day, String month, String year) {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,2})[./ -]+(\\S+?)[./ -]+(\\d{2}|\\d{4})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final int CENTURY = 2000;
    private static final int SHORT_YEAR = 100;
    private static final int ENOUGH_LETTERS = 3;
    private static final List<List<String>> MONTHS = List.of(
            List.of(
                    "janvier",
                    "fevrier",
                    "mars",
                    "avril",
                    "mai",
                    "juin",
                    "juillet",
                    "aout",
                    "septembre",
                    "octobre",
                    "novembre",
                    "decembre"),
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december"));

    boolean isEmpty() {
        return day.isBlank() && month.isBlank() && year.isBlank();
    }

    /** Empty when there is no such day. */
    Optional<LocalDate> read() {
        String first = fold(day);
        Matcher whole = WHOLE.matcher(first);
        if (month.isBlank() && year.isBlank() && whole.matches()) {
            return date(whole.group(1), whole.group(2), whole.group(3));
        }
        return date(first, fold(month), fold(year));
    }

    private static Optional<LocalDate> date(String day, String month, String year) {
        Optional<Integer> number = number(day);
        Optional<Integer> ofYear = monthNumber(month);
        Optional<Integer> typedYear = number(year);
        if (number.isEmpty() || ofYear.isEmpty() || typedYear.isEmpty()) {
            return Optional.empty();
        }
        int full = year.length() <= 2 && typedYear.get() < SHORT_YEAR ? CENTURY + typedYear.get() : typedYear.get();
        try {
            return Optional.of(LocalDate.of(full, ofYear.get(), number.get()));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Optional<Integer> monthNumber(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (NUMBER.matcher(name).matches()) {
            return number(name);
        }
        for (List<String> months : MONTHS) {
            List<String> fitting = months.stream()
                    .filter(month -> name.length() >= ENOUGH_LETTERS && month.startsWith(name))
                    .toList();
            if (fitting.size() == 1) {
                return Optional.of(months.indexOf(fitting.get(0)) + 1);
            }
        }
        return Optional.empty();
    }

    /** Lower case, without accents or space around, digits of any script as ASCII. */
    private static String fold(String typed) {
        String plain = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder();
        plain.codePoints()
                .forEach(c -> folded.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return folded.toString();
    }
}
