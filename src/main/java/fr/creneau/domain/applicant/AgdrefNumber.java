package fr.creneau.domain.applicant;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A foreigner's number as the prefecture's file keeps it: ten ASCII digits (RULES.md §2). No check digit is known, so nothing is
 * ever guessed.
 */
public record AgdrefNumber(String digits) {
    private static final Pattern FORM = Pattern.compile("[0-9]{10}");
    private static final Pattern LEADING_LETTER = Pattern.compile("[A-NP-Z]");
    private static final int LONGEST_TYPED = 40;

    public AgdrefNumber {
        if (!FORM.matcher(digits).matches()) {
            throw new IllegalArgumentException("an AGDREF number has ten digits");
        }
    }

    /** Reads what a person typed from a permit of any age; empty when it can't be read without guessing. */
    public static Optional<AgdrefNumber> parse(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        String bare = withoutLeadingLetter(withoutSeparators(typed));
        return asciiDigits(bare).flatMap(AgdrefNumber::complete);
    }

    private static String withoutSeparators(String typed) {
        StringBuilder kept = new StringBuilder();
        typed.codePoints().filter(c -> !isSeparator(c)).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isSeparator(int c) {
        return c == '.'
                || Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || Character.getType(c) == Character.FORMAT;
    }

    /**
     * Permits print one Latin letter. An O in front may be a mistyped zero as well as the letter to leave out: it stays, and is refused
     * as no digit, in any script that has one that looks like it.
     */
    private static String withoutLeadingLetter(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String first = text.substring(0, text.offsetByCodePoints(0, 1));
        String folded = Normalizer.normalize(first, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return LEADING_LETTER.matcher(folded).matches() ? text.substring(first.length()) : text;
    }

    private static Optional<String> asciiDigits(String text) {
        if (!text.codePoints().allMatch(Character::isDigit)) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder();
        text.codePoints().forEach(c -> digits.append(Character.digit(c, 10)));
        return Optional.of(digits.toString());
    }

    /** The old permits print nine digits: the seed says where the missing zero goes. */
    private static Optional<AgdrefNumber> complete(String digits) {
        return switch (digits.length()) {
            case 10 -> Optional.of(new AgdrefNumber(digits));
            case 9 ->
                Optional.of(new AgdrefNumber(
                        digits.startsWith("00") ? "0" + digits : digits.substring(0, 4) + "0" + digits.substring(4)));
            default -> Optional.empty();
        };
    }

    /** Personal data: never in a log by accident. */
    @Override
    public String toString() {
        return "AgdrefNumber[…]";
    }
}
