package fr.creneau.domain.booking;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What the applicant and the agent call an appointment: {@code 7F3K-92QX}. No letter that reads as a digit, no vowel, so that no word
 * comes out; 24 signs, so a hundred thousand million references.
 */
public record Reference(String value) {
    private static final String SIGNS = "23456789CDFGHJKMNPQRTVWX";
    private static final int HALF = 4;
    private static final Pattern FORM = Pattern.compile("[" + SIGNS + "]{4}-[" + SIGNS + "]{4}");

    public Reference {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a reference is two times four signs of " + SIGNS);
        }
    }

    /** Draws one. Whoever stores it makes sure that it is the only one. */
    public static Reference draw(RandomGenerator random) {
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 2 * HALF; i++) {
            drawn.append(i == HALF ? "-" : "").append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return new Reference(drawn.toString());
    }

    /** Reads what was typed or scanned: case, spaces and a missing hyphen do not matter. */
    public static Optional<Reference> parse(String typed) {
        String bare = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (bare.length() != 2 * HALF) {
            return Optional.empty();
        }
        String whole = bare.substring(0, HALF) + "-" + bare.substring(HALF);
        return FORM.matcher(whole).matches() ? Optional.of(new Reference(whole)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
