package fr.creneau.domain.applicant;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A last or first name as residence permits bear it: in Latin letters, with spaces, hyphens, apostrophes and dots, at most 80 characters.
 * Every letter admitted here is in the fonts of the convocation.
 */
public final class PersonName {
    private static final String LETTER = "[\\p{IsLatin}&&[A-Za-z\u00aa-\u024f\u1e00-\u1e9b\u1e9e\u1ea0-\u1ef9]]";
    private static final Pattern NAME = Pattern.compile(LETTER + "(?:" + LETTER + "|[\u0300-\u036f .'‘’ʻʼ-]){0,79}");
    private static final Pattern OTHER_LETTER = Pattern.compile("[\\p{L}&&[^\\p{IsLatin}\\p{IsCommon}]]");

    private PersonName() {}

    /** The name, composed and with single spaces; empty if it is none. Full-width letters are folded. */
    public static Optional<String> parse(String typed) {
        String tidy = Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Z}\\s]+", " ")
                .strip();
        return NAME.matcher(tidy).matches() ? Optional.of(tidy) : Optional.empty();
    }

    /** Whether it is written, in whole or in part, in letters that are not Latin. */
    public static boolean isInAnotherScript(String typed) {
        return OTHER_LETTER.matcher(typed).find();
    }
}
