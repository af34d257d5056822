package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.PlannedRelease;
import fr.creneau.schedule.imports.CurrentDesk.CurrentRelease;
import fr.creneau.schedule.imports.CurrentDesk.CurrentSlot;
import fr.creneau.schedule.imports.DeskChange.ReleaseChange;
import fr.creneau.schedule.imports.DeskChange.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The difference between the tables and a file. Desks the file does not name stay as they are, and so does what has begun.
 *
 * @param changes desks with something to change
 * @param refusals why nothing at all may be changed; empty if it may. They name slots, never people.
 */
record ImportPlan(List<DeskChange> changes, List<String> refusals) {

    /** @param now slots that begin later are compared, earlier ones left alone */
    static ImportPlan of(Map<DeskId, CurrentDesk> current, List<PlannedDesk> wanted, Instant now) {
        List<String> refusals = new ArrayList<>(legacyIdsInUse(current, wanted));
        refusals.addAll(ReleaseRefusals.ofNames(current, wanted));
        List<DeskChange> changes = new ArrayList<>();
        for (PlannedDesk desk : wanted) {
            DeskChange change =
                    compare(Optional.ofNullable(current.get(desk.desk().id())), desk, now);
            refusals.addAll(SeatRefusals.of(change, now));
            refusals.addAll(ReleaseRefusals.of(
                    change,
                    Optional.ofNullable(current.get(desk.desk().id()))
                            .map(CurrentDesk::releases)
                            .orElse(List.of()),
                    now));
            if (!change.isNothing()) {
                changes.add(change);
            }
        }
        return new ImportPlan(List.copyOf(changes), List.copyOf(refusals));
    }

    /** The slots on which a booking must not arrive while the plan is carried out. */
    Set<SlotId> restricted() {
        return changes.stream()
                .flatMap(change -> Stream.concat(
                        change.withdrawn().stream(), change.revised().stream().map(Revision::before)))
                .map(CurrentSlot::id)
                .collect(Collectors.toSet());
    }

    /** The desks whose number changes. */
    Set<DeskId> renumbered() {
        return changes.stream()
                .filter(DeskChange::isLegacyIdChanged)
                .map(change -> change.after().id())
                .collect(Collectors.toSet());
    }

    private static DeskChange compare(Optional<CurrentDesk> before, PlannedDesk wanted, Instant now) {
        List<ReleasedSlot> slots = wanted.slots().stream()
                .filter(slot -> slot.start().isAfter(now))
                .map(slot -> ReleasedSlot.of(slot, wanted.releaseOf(slot)))
                .toList();
        Map<Instant, ReleasedSlot> byStart =
                slots.stream().collect(Collectors.toMap(ReleasedSlot::start, Function.identity()));
        List<CurrentSlot> existing = before.map(CurrentDesk::slots).orElse(List.of());
        Set<Instant> known = existing.stream().map(CurrentSlot::start).collect(Collectors.toSet());
        List<Revision> revised = existing.stream()
                .flatMap(slot -> Optional.ofNullable(byStart.get(slot.start()))
                        .filter(after -> slot.withdrawn() || !slot.released().equals(after))
                        .map(after -> new Revision(slot, after))
                        .stream())
                .toList();
        return new DeskChange(
                before.map(CurrentDesk::desk),
                wanted.desk(),
                releases(before.map(CurrentDesk::releases).orElse(List.of()), wanted),
                slots.stream().filter(slot -> !known.contains(slot.start())).toList(),
                revised,
                existing.stream()
                        .filter(slot -> !slot.withdrawn() && !byStart.containsKey(slot.start()))
                        .toList());
    }

    private static List<ReleaseChange> releases(List<CurrentRelease> existing, PlannedDesk wanted) {
        Map<ReleaseId, Release> before = existing.stream()
                .filter(release -> !release.withdrawn())
                .map(CurrentRelease::release)
                .collect(Collectors.toMap(Release::id, Function.identity()));
        Map<ReleaseId, Release> after = wanted.releases().stream()
                .map(PlannedRelease::release)
                .collect(Collectors.toMap(Release::id, Function.identity()));
        Set<ReleaseId> ids = new TreeSet<>(Comparator.comparing(ReleaseId::value));
        ids.addAll(before.keySet());
        ids.addAll(after.keySet());
        return ids.stream()
                .map(id -> new ReleaseChange(Optional.ofNullable(before.get(id)), Optional.ofNullable(after.get(id))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static List<String> legacyIdsInUse(Map<DeskId, CurrentDesk> current, List<PlannedDesk> wanted) {
        Set<DeskId> named =
                wanted.stream().map(desk -> desk.desk().id()).collect(Collectors.toCollection(HashSet::new));
        List<Desk> others = current.values().stream()
                .map(CurrentDesk::desk)
                .filter(desk -> desk.legacyId().isPresent() && !named.contains(desk.id()))
                .toList();
        return wanted.stream()
                .map(PlannedDesk::desk)
                .flatMap(desk -> others.stream()
                        .filter(other -> other.legacyId().equals(desk.legacyId()))
                        .map(other -> "desk %s: legacy-id %d belongs to desk %s, which the file does not name"
                                .formatted(desk.id(), other.legacyId().getAsInt(), other.id())))
                .toList();
    }
}
