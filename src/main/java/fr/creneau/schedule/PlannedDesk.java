package fr.creneau.schedule;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.PlannedSlot;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A desk and all the slots it should have on sale, as the schedule file says.
 *
 * @param releases no two of which have a day in common
 * @param slots in order of their start, no two with the same; some may be in the past
 */
public record PlannedDesk(Desk desk, List<PlannedRelease> releases, List<PlannedSlot> slots) {

    /** With which a slot goes on sale; empty for one that is on sale at once. */
    public Optional<Release> releaseOf(PlannedSlot slot) {
        LocalDate day = LocalDate.ofInstant(slot.start(), desk.zone());
        return releases.stream()
                .filter(release -> release.covers(day))
                .findFirst()
                .map(PlannedRelease::release);
    }
}
