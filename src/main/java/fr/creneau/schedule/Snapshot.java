package fr.creneau.schedule;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Slot;
import fr.creneau.domain.slot.SlotId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All desks and what they had on sale at one instant. Immutable; at most about a second old while Redis and PostgreSQL answer.
 *
 * @param takenAt when it was taken, by this instance's clock
 */
public record Snapshot(Instant takenAt, Map<DeskId, DeskSchedule> desks) {
    public static final Snapshot EMPTY = new Snapshot(Instant.EPOCH, Map.of());

    public Optional<DeskSchedule> desk(DeskId id) {
        return Optional.ofNullable(desks.get(id));
    }

    /** The desk whose page bore that number on the site this one replaces. */
    public Optional<DeskSchedule> byLegacyId(int legacyId) {
        return desks.values().stream()
                .filter(schedule -> schedule.desk().legacyId().equals(OptionalInt.of(legacyId)))
                .findFirst();
    }

    /** @param slots in order of their start, none in the past when the snapshot was taken */
    public record DeskSchedule(Desk desk, List<Offer> slots) {
        public Optional<Offer> offer(SlotId slot) {
            return slots.stream()
                    .filter(offer -> offer.slot().id().equals(slot))
                    .findFirst();
        }
    }

    /** @param free seats that could be held when the snapshot was taken */
    public record Offer(Slot slot, int free) {}
}
