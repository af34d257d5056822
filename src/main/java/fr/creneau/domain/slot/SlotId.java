package fr.creneau.domain.slot;

import java.util.regex.Pattern;

/** Names a slot without telling when it is or how many there are: drawn at random when the slot is made. */
public record SlotId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{8,32}");

    public SlotId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a slot id is 8 to 32 lower-case letters and digits");
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
