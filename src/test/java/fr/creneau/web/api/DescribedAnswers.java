package fr.creneau.web.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Whether answers are those that the description promises: status, type of content, headers and schema. Stricter than the description in
 * one thing: a member that is not described is wrong, though clients must bear it. Thread-safe.
 */
final class DescribedAnswers {
    private static final String ROOT = "/api/";
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("app://creneau")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private final JsonObject description;
    private final Map<JsonObject, Validator> validators = new ConcurrentHashMap<>();

    /** @param document OpenAPI 3.1 that refers to nothing outside, and not to itself */
    DescribedAnswers(JsonObject document) {
        description = (JsonObject) inlined(document, document);
    }

    /** Fails for an answer of the API that is not described; others pass. */
    void check(String method, String target, int status, HttpHeaders headers, String body) {
        String path = target.split("\\?", 2)[0];
        if (!path.startsWith(ROOT)) {
            return;
        }
        String where = method + " " + path + " " + status;
        JsonObject described = operation(method, path)
                .map(operation -> described(where, operation.getJsonObject("responses"), status))
                .orElseGet(() -> problem(where, status));
        described
                .getJsonObject("headers", new JsonObject())
                .forEach(header -> require(
                        headers.firstValue(header.getKey()).isPresent()
                                || !((JsonObject) header.getValue()).getBoolean("required", false),
                        where + " has no " + header.getKey()));
        content(where, described.getJsonObject("content", new JsonObject()), headers, body);
    }

    private static JsonObject described(String where, JsonObject responses, int status) {
        JsonObject exact = responses.getJsonObject(String.valueOf(status));
        require(exact != null || status >= 400, where + " is not described");
        return exact == null ? responses.getJsonObject("default") : exact;
    }

    /** Where there is no operation there are only problems. */
    private JsonObject problem(String where, int status) {
        require(status >= 400, where + " is no operation");
        return description
                .getJsonObject("components")
                .getJsonObject("responses")
                .getJsonObject("Problem");
    }

    private void content(String where, JsonObject described, HttpHeaders headers, String body) {
        String type = headers.firstValue("Content-Type").orElse("");
        if (described.isEmpty()) {
            require(body.isEmpty(), where + " has a body");
            return;
        }
        require(described.containsKey(type), where + " is not described as \"" + type + '"');
        if (type.endsWith("json")) {
            JsonObject schema = described.getJsonObject(type).getJsonObject("schema");
            OutputUnit judged = validators
                    .computeIfAbsent(schema, DescribedAnswers::validator)
                    .validate(new JsonObject(body));
            require(judged.getValid(), where + ": " + judged.getErrors() + " in " + body);
        }
    }

    /** That with fewer parameters in its path if there are several, as OpenAPI has it. */
    private Optional<JsonObject> operation(String method, String path) {
        return description.getJsonObject("paths").stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .min((one, other) -> parameters(one.getKey()) - parameters(other.getKey()))
                .map(entry -> ((JsonObject) entry.getValue()).getJsonObject(method.toLowerCase(Locale.ROOT)));
    }

    private static int parameters(String path) {
        return path.split("\\{", -1).length;
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(JsonSchema.of(closed(schema)), OPTIONS);
    }

    private static JsonObject closed(JsonObject schema) {
        JsonObject closed = (JsonObject) mapped(schema, DescribedAnswers::closed);
        return closed.containsKey("properties") ? closed.put("additionalProperties", false) : closed;
    }

    private static Object closed(Object value) {
        return value instanceof JsonObject object ? closed(object) : mapped(value, DescribedAnswers::closed);
    }

    private static Object inlined(Object value, JsonObject document) {
        if (value instanceof JsonObject object && object.getValue("$ref") instanceof String reference) {
            Object found = document;
            for (String name : reference.substring("#/".length()).split("/")) {
                found = ((JsonObject) found).getValue(name);
            }
            return inlined(found, document);
        }
        return mapped(value, each -> inlined(each, document));
    }

    private static Object mapped(Object value, UnaryOperator<Object> each) {
        if (value instanceof JsonObject object) {
            JsonObject mapped = new JsonObject();
            object.forEach(entry -> mapped.put(entry.getKey(), each.apply(entry.getValue())));
            return mapped;
        } else if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(each).toList());
        }
        return value;
    }

    private static void require(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError("not as described: " + wrong);
        }
    }
}
