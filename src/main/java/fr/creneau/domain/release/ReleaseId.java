package fr.creneau.domain.release;

import java.util.regex.Pattern;

/** Names a release among those of all desks, in URLs, keys and files: 1 to 40 lower-case letters, digits and hyphens. */
public record ReleaseId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public ReleaseId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a release id is 1 to 40 lower-case letters, digits and hyphens");
        }
    }

    public static boolean isWellFormed(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
