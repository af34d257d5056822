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
     * What was sent, as the form would have it.
     *
     * @param names of the API, each with that of the form
     */
    static Map<String, String> form(JsonObject body, Map<String, String> names) {
        Map<String, String> form = new HashMap<>();
        names.forEach((name, field) -> {
            if (body.getValue(name) instanceof String text) {
                form.put(field, text);
            }
        });
        return form;
    }

    /** @param wrong fields, each with the code of what is wrong */
    static ApiProblem invalid(Map<String, String> wrong, Messages messages) {
        JsonArray lines = new JsonArray();
        wrong.forEach((field, code) -> lines.add(error(field, code, messages.get("api.field." + code))));
        return invalid(lines);
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

    private static ApiProblem invalid(JsonArray errors) {
        return new ApiProblem(ProblemType.INVALID_FIELDS, new JsonObject().put("errors", errors));
    }

    private static JsonObject error(String field, String code, String detail) {
        return new JsonObject().put("field", field).put("code", code).put("detail", detail);
    }
}
