package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder in front of the jar, as an operator puts it there. */
class SiteTextsTest {
    @TempDir
    Path folder;

    @Test
    void an_operators_sentence_replaces_the_shipped_one() throws Exception {
        write("info.legal-host-text=Hébergé par la région : oui.");
        assertThat(sentence("info.legal-host-text")).isEqualTo("Hébergé par la région\u00a0: oui.");
        assertThat(sentence("info.legal-title")).isEqualTo("Mentions légales");
    }

    @Test
    void an_unknown_key_is_told_and_not_ignored() throws Exception {
        write("info.legal-hots-text=oups");
        assertThat(problems()).singleElement().asString().contains("site_fr.properties", "info.legal-hots-text");
    }

    /** It would be taken for the place of a visitor's own text. */
    @Test
    void a_character_of_private_use_is_told() throws Exception {
        write("info.legal-title=Mentions \ue000légales");
        assertThat(problems()).singleElement().asString().contains("site_fr.properties", "info.legal-title");
    }

    private void write(String line) throws IOException {
        Files.createDirectories(folder.resolve("i18n"));
        Files.writeString(folder.resolve("i18n/site_fr.properties"), line);
    }

    private String sentence(String key) throws Exception {
        try (URLClassLoader jvm = jvm()) {
            Class<?> language = jvm.loadClass(Language.class.getName());
            Class<?> messages = jvm.loadClass(Messages.class.getName());
            Object french = messages.getMethod("of", language)
                    .invoke(null, language.getField("FR").get(null));
            return (String)
                    messages.getMethod("get", String.class, Object[].class).invoke(french, key, new Object[0]);
        }
    }

    private List<?> problems() throws Exception {
        try (URLClassLoader jvm = jvm()) {
            return (List<?>) jvm.loadClass(Messages.class.getName())
                    .getMethod("problems")
                    .invoke(null);
        }
    }

    /** Classes as a JVM with that folder in front of its class path has them. */
    private URLClassLoader jvm() {
        String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
        URL[] urls = Stream.concat(Stream.of(folder), Stream.of(path).map(Path::of))
                .map(SiteTextsTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
