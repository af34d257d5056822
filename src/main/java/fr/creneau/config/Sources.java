package fr.creneau.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where values come from: the environment, then the file. */
final class Sources {
    static final String ENVIRONMENT_PREFIX = "CRENEAU_";
    /** Tells where the file is; not a key of it. */
    static final String FILE_VARIABLE = "CRENEAU_CONFIG";

    private static final String FROM_FILE = "-file";

    /** @param origin how the value was named where it was found */
    record Value(String text, String origin) {}

    private final Map<String, String> environment;
    private final Map<String, String> file;

    private Sources(Map<String, String> environment, Map<String, String> file) {
        this.environment = environment;
        this.file = file;
    }

    static Sources of(@Nullable Path path, Map<String, String> environment, Consumer<String> problems) {
        Map<String, String> ours = new TreeMap<>(environment);
        ours.keySet().removeIf(name -> !name.startsWith(ENVIRONMENT_PREFIX) || name.equals(FILE_VARIABLE));
        return new Sources(ours, path == null ? Map.of() : read(path, problems));
    }

    static String variable(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    Optional<Value> find(String key) {
        return inEnvironment(key).or(() -> inFile(key));
    }

    /** A secret may stand in a file of its own, named by the key with {@code -file} behind it. */
    Optional<Value> findSecret(String key, Consumer<String> problems) {
        Optional<Value> environmental = secret(inEnvironment(key), inEnvironment(key + FROM_FILE), problems);
        Optional<Value> filed = secret(inFile(key), inFile(key + FROM_FILE), problems);
        return environmental.or(() -> filed);
    }

    /** Names that mean nothing to us, so that a misspelt key is not silently a default. */
    List<String> unknown(Set<String> keys, Set<String> secrets) {
        List<String> known = Stream.concat(keys.stream(), secrets.stream().map(key -> key + FROM_FILE))
                .toList();
        List<String> variables = known.stream().map(Sources::variable).toList();
        return Stream.concat(
                        file.keySet().stream().filter(key -> !known.contains(key)),
                        environment.keySet().stream().filter(name -> !variables.contains(name)))
                .toList();
    }

    private Optional<Value> inEnvironment(String key) {
        String name = variable(key);
        return Optional.ofNullable(environment.get(name)).map(text -> new Value(text.strip(), name));
    }

    private Optional<Value> inFile(String key) {
        return Optional.ofNullable(file.get(key)).map(text -> new Value(text.strip(), key));
    }

    private static Optional<Value> secret(Optional<Value> direct, Optional<Value> path, Consumer<String> problems) {
        if (direct.isPresent() && path.isPresent()) {
            problems.accept(direct.get().origin() + " and " + path.get().origin() + ": give one of the two");
            return direct;
        }
        return direct.or(() -> path.flatMap(value -> contents(value, problems)));
    }

    private static Optional<Value> contents(Value path, Consumer<String> problems) {
        try {
            return Optional.of(new Value(Files.readString(Path.of(path.text())).strip(), path.origin()));
        } catch (IOException | IllegalArgumentException failure) {
            problems.accept(path.origin() + ": this file cannot be read (" + reason(failure) + ")");
            // A value that passes every check: one problem is told once.
            return Optional.of(new Value("0123456789abcdef0123456789abcdef", path.origin()));
        }
    }

    private static Map<String, String> read(Path path, Consumer<String> problems) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException failure) {
            problems.accept("the configuration file " + path + " cannot be read (" + reason(failure) + ")");
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    private static String reason(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is none";
        }
        return failure instanceof CharacterCodingException
                ? "it is not UTF-8"
                : failure.getClass().getSimpleName();
    }
}
