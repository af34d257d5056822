package fr.creneau.schedule;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import java.util.List;

/**
 * A desk and all the slots it should have on sale, as the schedule file says.
 *
 * @param slots in order of their start, no two with the same; some may be in the past
 */
public record PlannedDesk(Desk desk, List<PlannedSlot> slots) {}
