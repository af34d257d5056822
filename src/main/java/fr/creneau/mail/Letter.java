package fr.creneau.mail;

import java.util.HashMap;
import java.util.Map;

/**
 * What a mail says, before it is laid out.
 *
 * @param template the name of its HTML and of its text template
 */
record Letter(String template, String subject, Map<String, Object> model) {
    Letter with(String key, Object value) {
        Map<String, Object> more = new HashMap<>(model);
        more.put(key, value);
        return new Letter(template, subject, Map.copyOf(more));
    }
}
