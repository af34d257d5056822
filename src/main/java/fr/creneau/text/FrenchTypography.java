package fr.creneau.text;

import java.util.regex.Pattern;

/** The spaces at which French never breaks a line: before : ; ? ! and », after «, between a number and what it counts. */
final class FrenchTypography {
    private static final Pattern UNBREAKABLE = Pattern.compile(" (?=[:;?!»€%×])"
            + "|(?<=[«×°]) "
            + "|(?<=[0-9}]) (?=(?:h|mm|an|ans|mois|jours?|heures?|minutes?|chiffres|photos)\\b)"
            + "|(?<=[0-9] h) (?=[0-9])");

    private FrenchTypography() {}

    /** @param sentence with ordinary spaces; may hold arguments such as {@code {0}} */
    static String typeset(String sentence) {
        return UNBREAKABLE.matcher(sentence).replaceAll("\u00a0");
    }
}
