package fr.creneau.domain.slot;

import java.util.regex.Pattern;

/** Names a desk in URLs, keys and files: 1 to 40 lower-case letters, digits and hyphens. */
public record DeskId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    public DeskId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a desk id is 1 to 40 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
