package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrenchTypographyTest {
    /** Where no line may be broken: spaces people can break a line at, before or after what they belong to. */
    private static final Pattern BREAKABLE = Pattern.compile("(?U)\\S? [:;?!»€%]|« |[0-9}] (?:h|mm|mois|minutes)\\b");

    @ParameterizedTest
    @CsvSource({
        "Besoin d’aide ?, Besoin d’aide~?",
        "le dossier « spam » ; ou non, le dossier «~spam~»~; ou non",
        "de 7 h 30 à 12 h 30, de 7~h~30 à 12~h~30",
        "un droit de {1} € dans les {0} mois, un droit de {1}~€ dans les {0}~mois",
        "35 × 45 mm, 35~×~45~mm",
        "loi n° 78-17, loi n°~78-17",
        "le 3 place de Fontenoy, le 3 place de Fontenoy",
        "le 2 mai, le 2 mai"
    })
    void spaces_that_must_not_break_do_not(String typed, String set) {
        assertThat(FrenchTypography.typeset(typed)).isEqualTo(set.replace('~', '\u00a0'));
    }

    @Test
    void no_french_sentence_can_break_before_its_punctuation() {
        Messages messages = Messages.of(Language.FR);
        Map<String, String> faults = new TreeMap<>();
        for (String bundle : Messages.BUNDLES) {
            for (String key : Messages.read(bundle, Language.FR).stringPropertyNames()) {
                String sentence = messages.get(key);
                if (BREAKABLE.matcher(sentence).find()) {
                    faults.put(key, sentence);
                }
            }
        }
        assertThat(faults).isEmpty();
    }
}
