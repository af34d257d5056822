package fr.creneau.schedule;

import fr.creneau.domain.release.Release;
import java.time.LocalDate;

/**
 * A release as the schedule file has it.
 *
 * @param from first day, in the desk's zone, of the slots that are part of it
 * @param to last day, included
 */
public record PlannedRelease(Release release, LocalDate from, LocalDate to) {
    boolean covers(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    /** Whether a day is in both. */
    public boolean overlaps(PlannedRelease other) {
        return !from.isAfter(other.to) && !to.isBefore(other.from);
    }
}
