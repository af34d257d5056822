package fr.creneau.schedule.imports;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.domain.slot.SlotId;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/**
 * A desk as the tables have it.
 *
 * @param slots those that are still to come, withdrawn ones included
 */
record CurrentDesk(Desk desk, List<CurrentSlot> slots) {

    /** @param taken numbers of the seats that belong to a request or an appointment */
    record CurrentSlot(SlotId id, PlannedSlot slot, boolean withdrawn, SortedSet<Integer> taken) {
        Instant start() {
            return slot.start();
        }
    }
}
