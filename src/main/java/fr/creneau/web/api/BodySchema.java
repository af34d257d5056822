package fr.creneau.web.api;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The schema of a request's body as the description has it, made into a check. Bodies are flat objects of strings and booleans: any
 * other keyword is refused when the description is read, so that nothing is described that is not checked. Thread-safe.
 */
final class BodySchema {
    private static final Set<String> OF_OBJECT = Set.of("type", "additionalProperties", "required", "properties");
    private static final Set<String> OF_FIELD = Set.of("type", "maxLength", "description");

    private final Map<String, Field> fields = new LinkedHashMap<>();

    private record Field(boolean text, boolean required, int longest) {}

    /** @throws IllegalArgumentException for a schema that this class does not check in full */
    BodySchema(JsonObject schema) {
        require(OF_OBJECT.containsAll(schema.fieldNames()), "a body has other keywords");
        require("object".equals(schema.getString("type")), "a body is an object");
        require(Boolean.FALSE.equals(schema.getValue("additionalProperties")), "unknown fields are refused");
        JsonObject properties = schema.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
            fields.put(
                    name,
                    field(
                            properties.getJsonObject(name),
                            schema.getJsonArray("required").contains(name)));
        }
    }

    private static Field field(JsonObject schema, boolean required) {
        require(OF_FIELD.containsAll(schema.fieldNames()), "a field has other keywords");
        String type = schema.getString("type");
        require("string".equals(type) || "boolean".equals(type), "a field is a string or a boolean");
        return new Field("string".equals(type), required, schema.getInteger("maxLength", Integer.MAX_VALUE));
    }

    Set<String> fieldNames() {
        return fields.keySet();
    }

    /** What is wrong with a body: fields, each with missing, unknown, wrong-type or invalid. Empty if nothing is. */
    Map<String, String> check(JsonObject body) {
        Map<String, String> wrong = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            if (field.required() && !body.containsKey(name)) {
                wrong.put(name, "missing");
            }
        });
        for (Map.Entry<String, Object> sent : body.getMap().entrySet()) {
            Field field = fields.get(sent.getKey());
            if (field == null) {
                wrong.put(sent.getKey(), "unknown");
            } else if (field.text() ? !(sent.getValue() instanceof String) : !(sent.getValue() instanceof Boolean)) {
                wrong.put(sent.getKey(), "wrong-type");
            } else if (sent.getValue() instanceof String text && text.length() > field.longest()) {
                wrong.put(sent.getKey(), "invalid");
            }
        }
        return wrong;
    }

    private static void require(boolean fits, String rule) {
        if (!fits) {
            throw new IllegalArgumentException("the description of the API: " + rule);
        }
    }
}
