package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.Desk;
import fr.creneau.schedule.imports.CurrentDesk.CurrentSlot;
import java.util.List;
import java.util.Optional;

/**
 * What an import changes at one desk.
 *
 * @param before empty for a new desk
 * @param after as it will be
 * @param releases those that come, change or go
 * @param added slots that were not there
 * @param revised slots whose length, capacity or opening changes, or that come back on sale
 * @param withdrawn slots that go
 */
record DeskChange(
        Optional<Desk> before,
        Desk after,
        List<ReleaseChange> releases,
        List<ReleasedSlot> added,
        List<Revision> revised,
        List<CurrentSlot> withdrawn) {

    record Revision(CurrentSlot before, ReleasedSlot after) {
        /** Whether nothing changes but when it goes on sale, or with which release. */
        boolean isOnlyOfRelease() {
            return !before.withdrawn() && before.slot().equals(after.slot());
        }
    }

    /**
     * @param before empty for a release that is new, or that comes back
     * @param after empty for one that is no longer in the file
     */
    record ReleaseChange(Optional<Release> before, Optional<Release> after) {}

    boolean isNothing() {
        return !isDefinitionChanged()
                && releases.isEmpty()
                && added.isEmpty()
                && revised.isEmpty()
                && withdrawn.isEmpty();
    }

    boolean isDefinitionChanged() {
        return !before.equals(Optional.of(after));
    }

    /** Whether a desk that was there gets another number, or loses its own. */
    boolean isLegacyIdChanged() {
        return before.filter(desk -> !desk.legacyId().equals(after.legacyId())).isPresent();
    }
}
