package fr.creneau.web;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What must be over after a while, the same while for all: the oldest are looked at a few times in that while. A timer for each request
 * would be more work than most requests are. Never early, and late by an eighth of the patience at most. Used on one event loop.
 */
final class Overdue<T> {
    private static final int LOOKS = 8;
    private final Map<T, Long> begun = new LinkedHashMap<>();
    private final long patienceNs;
    private final Consumer<T> late;

    /** @param late told once of each thing that was not over in time */
    Overdue(Vertx vertx, Duration patience, Consumer<T> late) {
        this.patienceNs = patience.toNanos();
        this.late = late;
        vertx.setPeriodic(Math.max(patience.toMillis() / LOOKS, 1), look -> look());
    }

    /** Begun just now, whatever was before. */
    void begin(T thing) {
        begun.remove(thing);
        begun.put(thing, System.nanoTime());
    }

    void end(T thing) {
        begun.remove(thing);
    }

    private void look() {
        long now = System.nanoTime();
        List<T> overdue = new ArrayList<>();
        for (Map.Entry<T, Long> oldest : begun.entrySet()) {
            if (now - oldest.getValue() < patienceNs) {
                break;
            }
            overdue.add(oldest.getKey());
        }
        overdue.forEach(begun::remove);
        overdue.forEach(late);
    }
}
