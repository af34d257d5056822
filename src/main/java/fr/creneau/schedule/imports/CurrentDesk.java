package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.domain.slot.SlotId;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * A desk as the tables have it.
 *
 * @param releases all there ever were
 * @param slots those that are still to come, withdrawn ones included
 */
record CurrentDesk(Desk desk, List<CurrentRelease> releases, List<CurrentSlot> slots) {

    /** @param drawn whether its waiting room had its draw, whatever became of the release since */
    record CurrentRelease(Release release, boolean withdrawn, boolean drawn) {}

    /** @param taken numbers of the seats that belong to a request or an appointment */
    record CurrentSlot(SlotId id, ReleasedSlot released, boolean withdrawn, SortedSet<Integer> taken) {
        PlannedSlot slot() {
            return released.slot();
        }

        Instant start() {
            return released.start();
        }
    }
}
