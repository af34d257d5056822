package fr.creneau.text;

import fr.creneau.domain.Language;
import fr.creneau.domain.slot.Desk;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of one language, of the site and of one desk where they have their own. Bundles are {@code i18n/NAME_LANG.properties} in UTF-8; a
 * sentence takes its arguments as {@code {0}}, {@code {1}}; apostrophes are just apostrophes. French is written with ordinary spaces:
 * {@link FrenchTypography} makes those unbreakable that are.
 */
public final class Messages {
    /** Every bundle, without language; keys begin with the bundle's name. */
    public static final List<String> BUNDLES = List.of(
            "common",
            "wizard",
            "challenge",
            "queue",
            "manage",
            "info",
            "error",
            "mail",
            "convocation",
            "documents",
            "api");

    /** Sentences that replace shipped ones; the operator's, not ours: a folder in front of the jar on the class path holds it. */
    private static final String SITE = "site";

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)}");
    private static final List<String> problems = new ArrayList<>();
    private static final Map<Language, Map<String, String>> SENTENCES = load();

    private final Language language;
    private final Map<String, String> own;

    private Messages(Language language, Map<String, String> own) {
        this.language = language;
        this.own = own;
    }

    public static Messages of(Language language) {
        return new Messages(language, Map.of());
    }

    public static Messages of(Language language, Desk desk) {
        return new Messages(language, desk.texts().getOrDefault(language, Map.of()));
    }

    /** What is wrong with the operator's own sentences, such as each key that means nothing. To be told at start. */
    public static List<String> problems() {
        return List.copyOf(problems);
    }

    public Language language() {
        return language;
    }

    /**
     * The sentence of that key.
     *
     * @throws IllegalArgumentException if there is none: a fault of ours that a test finds
     */
    public String get(String key, Object... arguments) {
        String theirs = own.get(key);
        String sentence =
                theirs == null ? SENTENCES.getOrDefault(language, Map.of()).get(key) : typeset(theirs, language);
        if (sentence == null) {
            throw new IllegalArgumentException("no sentence for " + key + " in " + language.code());
        }
        return arguments.length == 0 ? sentence : fill(sentence, arguments);
    }

    /** The lines of a sentence that is a list, empty ones left out. */
    public List<String> lines(String key, Object... arguments) {
        return get(key, arguments)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    public boolean has(String key) {
        return own.containsKey(key)
                || SENTENCES.getOrDefault(language, Map.of()).containsKey(key);
    }

    private static String fill(String sentence, Object[] arguments) {
        return ARGUMENT.matcher(sentence).replaceAll(match -> {
            int index = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(
                    index < arguments.length ? String.valueOf(arguments[index]) : match.group());
        });
    }

    private static Map<Language, Map<String, String>> load() {
        Map<Language, Map<String, String>> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            Map<String, String> sentences = new HashMap<>();
            for (String bundle : BUNDLES) {
                read(bundle, language)
                        .forEach((key, value) -> sentences.put((String) key, typeset((String) value, language)));
            }
            site(language).forEach((key, value) -> {
                if (sentences.replace((String) key, typeset((String) value, language)) == null) {
                    problems.add(path(SITE, language) + ": no sentence is called " + key);
                }
                if (PrivateUse.isIn((String) value)) {
                    problems.add(path(SITE, language) + ": " + key + " has characters of private use");
                }
            });
            all.put(language, Map.copyOf(sentences));
        }
        return all;
    }

    /** The operator's own sentences, if there are any. */
    private static Properties site(Language language) {
        return Messages.class.getResource(path(SITE, language)) == null ? new Properties() : read(SITE, language);
    }

    private static String path(String bundle, Language language) {
        return "/i18n/" + bundle + "_" + language.code() + ".properties";
    }

    private static String typeset(String sentence, Language language) {
        return language == Language.FR ? FrenchTypography.typeset(sentence) : sentence;
    }

    /** One bundle as it is shipped. */
    static Properties read(String bundle, Language language) {
        String path = path(bundle, language);
        Properties properties = new Properties();
        try (InputStream stream = Messages.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("missing bundle " + path);
            }
            Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
            properties.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return properties;
    }
}
