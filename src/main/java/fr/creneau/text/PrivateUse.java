package fr.creneau.text;

/**
 * Unicode's characters of private use: no font of a visitor's shows them, and pages that many read mark with them where each one's own
 * texts go. So no sentence and no name has any.
 */
public final class PrivateUse {
    private PrivateUse() {}

    public static boolean isIn(String text) {
        return text.codePoints().anyMatch(character -> Character.getType(character) == Character.PRIVATE_USE);
    }
}
