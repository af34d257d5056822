package fr.creneau.web;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything typed into the form, valid or not, so that no error, detour or fault loses it. Only the browser keeps it, sealed and for an
 * hour.
 */
public record Draft(Map<String, String> fields) {
    public static final Draft EMPTY = new Draft(Map.of());
    private static final int LONGEST_FIELD = 300;

    public Draft {
        fields = Map.copyOf(fields);
    }

    /** What was typed into that field; empty if nothing. */
    public String get(String field) {
        return fields.getOrDefault(field, "");
    }

    public Draft with(String field, String typed) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(field, typed.length() > LONGEST_FIELD ? typed.substring(0, LONGEST_FIELD) : typed);
        return new Draft(all);
    }

    public Draft without(String field) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.remove(field);
        return new Draft(all);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        fields.forEach(json::put);
        return json;
    }

    static Draft fromJson(JsonObject json) {
        Map<String, String> fields = new LinkedHashMap<>();
        json.forEach(entry -> {
            if (entry.getValue() instanceof String typed) {
                fields.put(entry.getKey(), typed);
            }
        });
        return new Draft(fields);
    }

    /** Personal data: never in a log by accident. */
    @Override
    public String toString() {
        return "Draft[…]";
    }
}
