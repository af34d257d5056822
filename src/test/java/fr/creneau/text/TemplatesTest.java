package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.domain.Language;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    record Person(String name) {}

    private static final Map<String, Object> MODEL =
            Map.of("who", new Person("<b>Zoé</b>"), "messages", Messages.of(Language.FR));

    @Test
    void htmlEscapesAndTextDoesNot() {
        assertThat(Templates.html("/templates-test").render("plain", MODEL)).isEqualTo("&lt;b&gt;Zoé&lt;/b&gt;");
        assertThat(Templates.text("/templates-test").render("plain", MODEL)).isEqualTo("<b>Zoé</b>");
    }

    @Test
    void aPartialFramesAPage() {
        assertThat(Templates.text("/templates-test").render("page", MODEL)).isEqualTo("[inside <b>Zoé</b>]");
    }

    @Test
    void aMissingTemplateOrSentenceIsAFault() {
        Templates templates = Templates.html("/templates-test");
        assertThatThrownBy(() -> templates.render("nowhere", MODEL)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> templates.render("sentence", MODEL)).hasMessageContaining("test.nowhere");
    }
}
