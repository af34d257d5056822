package fr.creneau.web.api;

import fr.creneau.text.Messages;
import fr.creneau.web.wizard.FieldErrors;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** The fields of the API under the names that the pages' forms have for them, and back: both obey the same rules. */
final class Fields {
    private Fields() {}

    /**
     * What was sent, as the form would have it: text only, and no field but those.
     *
     * @param names of the API, each with that of the form
     */
    static Map<String, String> read(JsonObject body, Map<String, String> names) {
        Map<String, String> form = new HashMap<>();
        JsonArray wrong = new JsonArray();
        body.forEach(field -> {
            String name = names.get(field.getKey());
            if (name == null) {
                wrong.add(error(field.getKey(), "unknown", ""));
            } else if (!(field.getValue() instanceof String text)) {
                wrong.add(error(field.getKey(), "wrong-type", ""));
            } else {
                form.put(name, text);
            }
        });
        if (!wrong.isEmpty()) {
            throw invalid(wrong);
        }
        return form;
    }

    static ApiProblem invalid(FieldErrors errors, Messages messages, Map<String, String> names) {
        JsonArray lines = new JsonArray();
        errors.lines(messages)
                .forEach(line -> names.forEach((name, form) -> {
                    if (form.equals(line.field())) {
                        lines.add(error(name, "invalid", line.message()));
                    }
                }));
        return invalid(lines);
    }

    static ApiProblem invalid(JsonArray errors) {
        return new ApiProblem(ProblemType.INVALID_FIELDS, new JsonObject().put("errors", errors));
    }

    static JsonObject error(String field, String code, String detail) {
        JsonObject error = new JsonObject().put("field", field).put("code", code);
        return detail.isEmpty() ? error : error.put("detail", detail);
    }
}
