package fr.creneau.web.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The API as {@code openapi.yaml} describes it. It is served, routes are mounted from it, and bodies are checked by it. */
final class Description {
    private static final String FILE = "/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final Buffer yaml;
    private final JsonObject json;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /** @param path with {@code :name} for parameters */
    record Operation(String id, HttpMethod method, String path, Optional<BodySchema> body) {}

    private Description(Buffer yaml, JsonObject json) {
        this.yaml = yaml;
        this.json = json;
        JsonObject paths = json.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            for (String method : paths.getJsonObject(path).fieldNames()) {
                if (METHODS.contains(method)) {
                    Operation operation =
                            operation(path, method, paths.getJsonObject(path).getJsonObject(method));
                    operations.put(operation.id(), operation);
                }
            }
        }
    }

    /** Reads it from the class path: blocks for some milliseconds. */
    static Description load() {
        try (InputStream stream = Description.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("missing " + FILE);
            }
            Buffer yaml = Buffer.buffer(stream.readAllBytes());
            Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.toString());
            // Through text, so that what is nested are JSON objects and not maps.
            return new Description(yaml, new JsonObject(new JsonObject(read).encode()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Operation operation(String path, String method, JsonObject described) {
        Optional<BodySchema> body = Optional.ofNullable(described.getJsonObject("requestBody"))
                .map(request -> request.getJsonObject("content").getJsonObject("application/json"))
                .map(content -> new BodySchema(content.getJsonObject("schema")));
        return new Operation(
                described.getString("operationId"),
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path.replaceAll("\\{(\\w+)}", ":$1"),
                body);
    }

    Buffer yaml() {
        return yaml;
    }

    JsonObject json() {
        return json;
    }

    Set<String> operationIds() {
        return operations.keySet();
    }

    /** @throws IllegalArgumentException if there is none */
    Operation operation(String id) {
        Operation operation = operations.get(id);
        if (operation == null) {
            throw new IllegalArgumentException("no operation " + id);
        }
        return operation;
    }
}
