package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.jknack.handlebars.EscapingStrategy;
import fr.creneau.domain.Language;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    record Person(String name) {}

    private static final Map<String, Object> MODEL = Map.of("who", new Person("<b>Zoé</b>"));
    private static final Messages FRENCH = Messages.of(Language.FR);

    @Test
    void htmlEscapesAndTextDoesNot() {
        assertThat(Templates.html("/templates-test").render("plain", FRENCH, MODEL))
                .isEqualTo("&lt;b&gt;Zoé&lt;/b&gt;");
        assertThat(Templates.text("/templates-test").render("plain", FRENCH, MODEL))
                .isEqualTo("<b>Zoé</b>");
    }

    @Test
    void everyCharacterIsEscapedAsTheLibraryDoes() {
        for (int c = Character.MIN_VALUE; c <= Character.MAX_VALUE; c++) {
            String text = "a" + (char) c + "b";
            assertThat(Templates.escape(text).toString())
                    .isEqualTo(EscapingStrategy.HTML_ENTITY.escape(text).toString());
        }
        assertThat(Templates.escape("").toString()).isEmpty();
    }

    @Test
    void aPartialFramesAPage() {
        assertThat(Templates.text("/templates-test").render("page", FRENCH, MODEL))
                .isEqualTo("[inside <b>Zoé</b>]");
    }

    @Test
    void aMissingTemplateOrSentenceIsAFault() {
        Templates templates = Templates.html("/templates-test");
        assertThatThrownBy(() -> templates.render("nowhere", FRENCH, MODEL)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> templates.render("sentence", FRENCH, MODEL)).hasMessageContaining("test.nowhere");
    }
}
