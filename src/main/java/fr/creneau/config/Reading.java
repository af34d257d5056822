package fr.creneau.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One reading of the configuration: gathers everything that is wrong instead of stopping at the first, and remembers every key it
 * was asked for with its default. Whatever is wrong is replaced by something usable, so that reading goes on.
 */
final class Reading {
    static final String REQUIRED = "required";
    static final String NONE = "none";

    private final Sources sources;
    private final List<String> problems;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();

    Reading(Sources sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** Every key that was asked for, with its default as an operator would write it, {@code required} or {@code none}. */
    Map<String, String> keys() {
        return keys;
    }

    <T> T value(String key, String byDefault, Function<String, T> parser) {
        keys.put(key, byDefault);
        return found(key).map(value -> parse(value, parser, byDefault)).orElseGet(() -> parser.apply(byDefault));
    }

    /** @param stand what to go on with where the value is missing or wrong */
    <T> T required(String key, String stand, Function<String, T> parser) {
        keys.put(key, REQUIRED);
        Optional<Sources.Value> value = found(key);
        if (value.isEmpty()) {
            problem(key, "must be set");
        }
        return value.map(found -> parse(found, parser, stand)).orElseGet(() -> parser.apply(stand));
    }

    <T> Optional<T> optional(String key, Function<String, T> parser) {
        keys.put(key, NONE);
        return found(key).flatMap(value -> {
            try {
                return Optional.of(parser.apply(value.text()));
            } catch (IllegalArgumentException wrong) {
                problems.add(value.origin() + ": " + quote(value.text()) + " is not " + wrong.getMessage());
                return Optional.empty();
            }
        });
    }

    String text(String key, String byDefault) {
        return value(key, byDefault, Function.identity());
    }

    int integer(String key, int byDefault, int min, int max) {
        return value(key, String.valueOf(byDefault), text -> Values.integer(text, min, max));
    }

    int port(String key, int byDefault) {
        return integer(key, byDefault, 0, 65_535);
    }

    boolean flag(String key, boolean byDefault) {
        return value(key, String.valueOf(byDefault), Values::flag);
    }

    <E extends Enum<E>> E choice(String key, E byDefault) {
        return value(
                key, byDefault.name().toLowerCase(Locale.ROOT), text -> choose(byDefault.getDeclaringClass(), text));
    }

    Optional<Secret> secret(String key) {
        keys.put(key, NONE);
        return findSecret(key).map(value -> new Secret(value.text()));
    }

    /** @param minLength in characters, of what the check is told once and never with the value */
    List<Secret> secrets(String key, boolean several, int minLength) {
        keys.put(key, REQUIRED);
        Optional<Sources.Value> found = findSecret(key);
        if (found.isEmpty()) {
            problem(key, "must be set (or " + key + "-file)");
            return List.of(new Secret(""));
        }
        Sources.Value value = found.get();
        List<String> parts = several ? Values.list(value.text()) : List.of(value.text());
        if (parts.stream().anyMatch(part -> part.length() < minLength)) {
            problems.add(value.origin() + ": too short, " + minLength + " random characters at least");
        }
        return parts.stream().map(Secret::new).toList();
    }

    /** @param origin the key, or the keys, to mend */
    void check(boolean right, String origin, String otherwise) {
        if (!right) {
            problem(origin, otherwise);
        }
    }

    /** @throws ConfigException if anything was wrong */
    void finish() {
        for (String name : sources.unknown(keys.keySet(), secrets)) {
            problems.add(name + ": no such key" + hint(name));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void problem(String key, String text) {
        problems.add(key + ": " + text);
    }

    private Optional<Sources.Value> found(String key) {
        // An empty value is none: compose files and the like cannot leave a variable out.
        return sources.find(key).filter(value -> !value.text().isEmpty());
    }

    private Optional<Sources.Value> findSecret(String key) {
        secrets.add(key);
        return sources.findSecret(key, problems::add)
                .filter(value -> !value.text().isEmpty());
    }

    private <T> T parse(Sources.Value value, Function<String, T> parser, String otherwise) {
        try {
            return parser.apply(value.text());
        } catch (IllegalArgumentException wrong) {
            problems.add(value.origin() + ": " + quote(value.text()) + " is not " + wrong.getMessage());
            return parser.apply(otherwise);
        }
    }

    private String hint(String name) {
        String plain = name.startsWith(Sources.ENVIRONMENT_PREFIX) ? name : Sources.variable(name);
        return keys.keySet().stream()
                .filter(key -> Sources.variable(key).equalsIgnoreCase(plain)
                        || Sources.variable(key).replace("_", "").equalsIgnoreCase(plain.replace("_", "")))
                .findFirst()
                .map(key -> ", is " + key + " meant?")
                .orElse("");
    }

    private static <E extends Enum<E>> E choose(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    /** A value with an @ may be an address with a password before it. */
    private static String quote(String value) {
        return value.indexOf('@') >= 0 ? "what it says" : '"' + value + '"';
    }
}
