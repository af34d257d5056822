package fr.creneau.domain.slot;

import java.time.LocalTime;

/** Part of a day at the desk, from {@code start} included to {@code end} excluded. Never crosses midnight. */
public record TimeRange(LocalTime start, LocalTime end) {
    public TimeRange {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a time range ends after its start");
        }
    }

    /** Whether the two have a minute in common; ranges that only touch do not. */
    public boolean overlaps(TimeRange other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }
}
