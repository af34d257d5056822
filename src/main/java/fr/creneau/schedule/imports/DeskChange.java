package fr.creneau.schedule.imports;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.schedule.imports.CurrentDesk.CurrentSlot;
import java.util.List;
import java.util.Optional;

/**
 * What an import changes at one desk.
 *
 * @param before empty for a new desk
 * @param after as it will be
 * @param added slots that were not there
 * @param revised slots whose length or capacity changes, or that come back on sale
 * @param withdrawn slots that go
 */
record DeskChange(
        Optional<Desk> before,
        Desk after,
        List<PlannedSlot> added,
        List<Revision> revised,
        List<CurrentSlot> withdrawn) {

    record Revision(CurrentSlot before, PlannedSlot after) {}

    boolean isNothing() {
        return !isDefinitionChanged() && added.isEmpty() && revised.isEmpty() && withdrawn.isEmpty();
    }

    boolean isDefinitionChanged() {
        return !before.equals(Optional.of(after));
    }

    /** Whether a desk that was there gets another number, or loses its own. */
    boolean isLegacyIdChanged() {
        return before.filter(desk -> !desk.legacyId().equals(after.legacyId())).isPresent();
    }
}
