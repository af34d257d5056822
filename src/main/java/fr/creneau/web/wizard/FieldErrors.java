package fr.creneau.web.wizard;

import fr.creneau.text.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a form: at most one sentence for each field, in the order of the page. Used by one request only. */
public final class FieldErrors {
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Map<String, Object[]> arguments = new LinkedHashMap<>();

    /** @param field id of the field on the page */
    public FieldErrors add(String field, String key, Object... args) {
        keys.putIfAbsent(field, key);
        arguments.putIfAbsent(field, args);
        return this;
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** One line of the summary: {@code field} is where it leads. */
    public record Line(String field, String message) {}

    public List<Line> lines(Messages messages) {
        List<Line> lines = new ArrayList<>();
        keys.forEach((field, key) ->
                lines.add(new Line(field, messages.get(key, arguments.getOrDefault(field, new Object[0])))));
        return List.copyOf(lines);
    }

    /** The sentence of each field that has one. */
    public Map<String, String> byField(Messages messages) {
        Map<String, String> all = new LinkedHashMap<>();
        lines(messages).forEach(line -> all.put(line.field(), line.message()));
        return all;
    }
}
