package fr.creneau.domain.slot;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** A time at which a desk receives {@code capacity} people at once. Seats are numbered from 0. */
public record Slot(SlotId id, DeskId desk, Instant start, Duration length, int capacity) {
    public Slot {
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

    /** The calendar day of the slot in the desk's own zone: the day every rule is judged on. */
    public LocalDate date(ZoneId zone) {
        return start.atZone(zone).toLocalDate();
    }
}
