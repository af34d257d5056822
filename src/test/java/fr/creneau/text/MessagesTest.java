package fr.creneau.text;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class MessagesTest {
    private static final Path MAIN = Path.of("src/main");
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d}");
    /** {@code (t "common.optional")}, {@code {{#lines "info.x" …}}}. */
    private static final Pattern IN_TEMPLATE = Pattern.compile("(?:t|lines) \"([a-z]+\\.[A-Za-z0-9._-]+)\"");
    /** The beginning of a key that is completed at run time. */
    private static final Pattern BEGINNING = Pattern.compile("\"([a-z]+\\.[A-Za-z0-9._-]*)\"\\s*\\+");
    /** A key in Java. */
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+\\.[A-Za-z0-9._-]*)\"");

    /** Sentences that say why something was not done. */
    private static final Pattern REFUSAL =
            Pattern.compile("api\\..*\\.detail|api\\.field\\..*|error\\..*\\.text|(queue|wizard)\\.notice\\..*");
    /** Notices of what was done. */
    private static final Set<String> NO_REFUSALS =
            Set.of("queue.notice.given-up", "wizard.notice.resent", "wizard.notice.corrected");
    /** Choisissez, but neither “vous choisissez” nor “si vous en aviez”. */
    private static final Pattern REQUEST_FR =
            Pattern.compile("(?<!vous |vous en |l’)\\b(?!avez|aviez|reteniez)\\p{L}+ez\\b", Pattern.CASE_INSENSITIVE);
    /** Where a sentence, or what it says after a comma, a colon or “and”, begins with what to do. */
    private static final Pattern REQUEST_EN = Pattern.compile(
            "(?:^|[.:;,] |and |first |then )(?i:add|ask|begin|cancel|carry on|check|choose|come back|compare|continue|correct|delete|enter|enrol"
                    + "|follow|give|go|leave|look|open|send|see|solve|start|take|to give|try|use|wait)\\b");

    @SuppressWarnings("unused") // named by the annotation below
    private static final List<String> bundles = Messages.BUNDLES;

    @ParameterizedTest
    @FieldSource("bundles")
    void both_languages_have_the_same_keys(String bundle) {
        assertThat(keys(bundle, Language.EN)).isEqualTo(keys(bundle, Language.FR));
    }

    @ParameterizedTest
    @FieldSource("bundles")
    void keys_begin_with_the_name_of_their_bundle(String bundle) {
        assertThat(keys(bundle, Language.FR)).allMatch(key -> key.startsWith(bundle + "."));
    }

    @ParameterizedTest
    @FieldSource("bundles")
    void a_sentence_takes_the_same_arguments_in_both_languages_and_is_not_empty(String bundle) {
        Properties french = Messages.read(bundle, Language.FR);
        Properties english = Messages.read(bundle, Language.EN);
        for (String key : keys(bundle, Language.FR)) {
            assertThat(french.getProperty(key)).as(key).isNotBlank();
            assertThat(english.getProperty(key, "")).as(key).isNotBlank();
            assertThat(arguments(english.getProperty(key, ""))).as(key).isEqualTo(arguments(french.getProperty(key)));
        }
    }

    @Test
    void every_key_a_template_names_exists() throws IOException {
        Set<String> missing = found(templates(), IN_TEMPLATE);
        assertThat(missing).isNotEmpty();
        missing.removeAll(all());
        assertThat(missing).isEmpty();
    }

    @Test
    void every_sentence_is_used() throws IOException {
        Set<String> named = found(templates(), LITERAL);
        named.addAll(found(files(MAIN.resolve("java"), ".java"), LITERAL));
        Set<String> beginnings = found(files(MAIN.resolve("java"), ".java"), BEGINNING);
        Set<String> unused = all();
        unused.removeIf(key -> named.contains(key) || beginnings.stream().anyMatch(key::startsWith));
        assertThat(unused).isEmpty();
    }

    /** Who is refused is told in plain words what to do next: a request, so, and not only what is the case. */
    @ParameterizedTest
    @EnumSource(Language.class)
    void every_refusal_says_what_to_do(Language language) {
        Properties all = new Properties();
        List.of("api", "error", "queue", "wizard").forEach(bundle -> all.putAll(Messages.read(bundle, language)));
        List<String> refusals = all.stringPropertyNames().stream()
                .filter(key -> REFUSAL.matcher(key).matches() && !NO_REFUSALS.contains(key))
                .toList();
        assertThat(refusals).hasSizeGreaterThan(60);
        Pattern request = language == Language.FR ? REQUEST_FR : REQUEST_EN;
        assertThat(refusals)
                .allSatisfy(key -> assertThat(all.getProperty(key)).as(key).containsPattern(request));
    }

    @Test
    void no_template_says_a_word_of_its_own() throws IOException {
        Pattern words = Pattern.compile(">[^<>{}]*\\p{L}{3,}[^<>{}]*<");
        assertThat(found(pages(), words)).isEmpty();
    }

    private static Set<String> all() {
        return Messages.BUNDLES.stream()
                .flatMap(bundle -> keys(bundle, Language.FR).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keys(String bundle, Language language) {
        return new TreeSet<>(Messages.read(bundle, language).stringPropertyNames());
    }

    private static Set<String> arguments(String sentence) {
        return ARGUMENT.matcher(sentence)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Stream<Path> files, Pattern pattern) {
        return files.flatMap(file -> pattern.matcher(read(file)).results())
                .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> templates() throws IOException {
        return files(MAIN.resolve("resources"), ".hbs");
    }

    private static Stream<Path> pages() throws IOException {
        return files(MAIN.resolve("resources/templates"), ".hbs");
    }

    private static Stream<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(file -> file.toString().endsWith(suffix)).toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
