package fr.creneau.schedule;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Slot;
import fr.creneau.domain.slot.SlotId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /** A desk and what it has on sale. Equal to any other that says the same. */
    public static final class DeskSchedule {
        private final Desk desk;
        private final List<Release> releases;
        private final List<Offer> slots;
        private final Map<SlotId, Offer> bySlot;
        private final List<LocalDate> days;

        /**
         * @param releases those of the schedule file, in order of their opening: to come, open, and perhaps sold out long ago
         * @param slots in order of their start, none in the past when the snapshot was taken
         */
        public DeskSchedule(Desk desk, List<Release> releases, List<Offer> slots) {
            this.desk = desk;
            this.releases = List.copyOf(releases);
            this.slots = List.copyOf(slots);
            this.bySlot = slots.stream()
                    .collect(Collectors.toMap(offer -> offer.slot().id(), Function.identity(), (first, same) -> first));
            this.days = slots.stream()
                    .map(offer -> offer.slot().date(desk.zone()))
                    .distinct()
                    .toList();
        }

        /** A desk without releases. */
        public DeskSchedule(Desk desk, List<Offer> slots) {
            this(desk, List.of(), slots);
        }

        public Desk desk() {
            return desk;
        }

        public List<Release> releases() {
            return releases;
        }

        public List<Offer> slots() {
            return slots;
        }

        /** The days that have slots, in their order. */
        public List<LocalDate> days() {
            return days;
        }

        public Optional<Release> release(ReleaseId id) {
            return releases.stream().filter(release -> release.id().equals(id)).findFirst();
        }

        /** Whether a release has a slot on one of those days. One of which no slot is known yet may still get some. */
        public boolean suits(ReleaseId release, Eligible eligible) {
            List<Offer> offers = slots.stream()
                    .filter(offer -> offer.release().map(Release::id).equals(Optional.of(release)))
                    .toList();
            return offers.isEmpty()
                    || offers.stream()
                            .anyMatch(offer -> eligible.offers(offer.slot().date(desk.zone())));
        }

        public Optional<Offer> offer(SlotId slot) {
            return Optional.ofNullable(bySlot.get(slot));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof DeskSchedule same
                    && desk.equals(same.desk)
                    && releases.equals(same.releases)
                    && slots.equals(same.slots);
        }

        @Override
        public int hashCode() {
            return Objects.hash(desk, releases, slots);
        }
    }

    /**
     * @param release of which the slot is part, if it is part of one
     * @param open whether it was on sale when the snapshot was taken, by the clock of Redis; if not, it is announced for the instant at
     *     which its release opens. Only for display: Redis decides again about each seat
     * @param free seats that could be held when the snapshot was taken: none of a slot that is only announced
     */
    public record Offer(Slot slot, Optional<Release> release, boolean open, int free) {
        /** A slot of no release. */
        public Offer(Slot slot, int free) {
            this(slot, Optional.empty(), true, free);
        }

        /** When it goes on sale, if that is still to come. */
        public Optional<Instant> opens() {
            return open ? Optional.empty() : release.map(Release::opens);
        }
    }
}
