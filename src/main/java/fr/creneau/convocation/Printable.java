package fr.creneau.convocation;

import java.text.Normalizer;

/** Text as people typed it, made fit for print. */
final class Printable {
    private Printable() {}

    /** Composed, so that an accent is one glyph with its letter; without what XML forbids or what shows nothing. */
    static String text(String typed) {
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(typed, Normalizer.Form.NFC)
                .codePoints()
                .filter(Printable::isShown)
                .forEach(kept::appendCodePoint);
        return kept.toString().strip();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
