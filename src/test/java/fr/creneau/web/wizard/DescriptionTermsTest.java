package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionTermsTest {
    private static final EligibilityRules OTHER = new EligibilityRules(
            "other", LocalDate.EPOCH, Period.ofMonths(3), Period.ofYears(1), 250, Period.ofMonths(3));

    @Test
    void the_description_says_the_rules_in_force() {
        DescriptionPage.Terms terms =
                DescriptionPage.Terms.of(OTHER, LocalDate.of(2026, 11, 23), Dates.in(Language.FR));
        assertThat(terms.feeEuros()).isEqualTo(250);
        assertThat(terms.opensBefore()).isEqualTo("3\u00a0mois");
        assertThat(terms.closesAfter()).isEqualTo("1\u00a0an");
        assertThat(terms.example()).isEqualTo("2027-04-13");
        assertThat(terms.exampleFirst()).isEqualTo("2027-01-13");
    }

    @ParameterizedTest
    @EnumSource
    void no_sentence_anywhere_fixes_what_rules_or_configuration_decide(Language language) {
        for (String key : allKeys()) {
            assertThat(Messages.of(language).get(key))
                    .as(key)
                    .doesNotContainPattern(
                            "180|(deux|six|two) (mois|months)|six months|15.minutes|(fifteen|quinze) minutes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void its_sentences_know_no_figure_of_their_own(Language language) {
        Messages messages = Messages.of(language);
        for (String key : new String[] {"when", "which-not", "cancel-reasons"}) {
            assertThat(messages.get("wizard.description." + key, "#", "#", "#", "#"))
                    .as(key)
                    .doesNotContainPattern("180|[0-9] (mois|months)|deux mois|two months|six mois|six months");
        }
    }

    private static Set<String> allKeys() {
        Set<String> keys = new TreeSet<>();
        for (String bundle : Messages.BUNDLES) {
            Properties sentences = new Properties();
            try (InputStream file = Messages.class.getResourceAsStream("/i18n/" + bundle + "_fr.properties")) {
                sentences.load(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            keys.addAll(sentences.stringPropertyNames());
        }
        return keys;
    }
}
