package fr.creneau.schedule.file;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The {@code key: value} lines at one place. Each key is asked for; {@link #end} reports those nobody asked for. */
final class Fields {
    private final Place place;
    private final Map<String, Place> entries;
    private final Set<String> known = new HashSet<>();

    Fields(Place place, Map<String, Place> entries) {
        this.place = place;
        this.entries = entries;
    }

    Place optional(String key) {
        known.add(key);
        Place entry = entries.get(key);
        return entry == null ? place.missing(key) : entry;
    }

    Place required(String key) {
        Place entry = optional(key);
        if (!entry.isPresent() && place.isPresent()) {
            (entries.containsKey(key) ? entry : place).report("“" + key + "” is missing");
        }
        return entry;
    }

    /** For mappings whose keys are data. */
    void forEach(BiConsumer<String, Place> action) {
        entries.forEach(action);
    }

    void end() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                entry.report("unknown key; known here are " + String.join(", ", new TreeSet<>(known)));
            }
        });
    }
}
