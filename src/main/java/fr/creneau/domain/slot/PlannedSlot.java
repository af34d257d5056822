package fr.creneau.domain.slot;

import java.time.Duration;
import java.time.Instant;

/** A slot that should be on sale, not yet given an id. */
public record PlannedSlot(Instant start, Duration length, int capacity) {
    public PlannedSlot {
        if (capacity < 1) {
            throw new IllegalArgumentException("a slot has at least one seat");
        }
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a slot lasts some time");
        }
    }

    public Instant end() {
        return start.plus(length);
    }
}
