package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.PlannedSlot;
import java.time.Instant;
import java.util.Optional;

/**
 * A slot and when it goes on sale.
 *
 * @param release of which it is part, if it is part of one
 * @param opens when that release opens; a slot of no release is on sale at once
 */
record ReleasedSlot(PlannedSlot slot, Optional<ReleaseId> release, Optional<Instant> opens) {

    static ReleasedSlot of(PlannedSlot slot, Optional<Release> release) {
        return new ReleasedSlot(slot, release.map(Release::id), release.map(Release::opens));
    }

    Instant start() {
        return slot.start();
    }

    boolean isClosedAt(Instant now) {
        return opens.filter(opening -> opening.isAfter(now)).isPresent();
    }

    boolean opensAfter(ReleasedSlot other) {
        return opens.orElse(Instant.MIN).isAfter(other.opens.orElse(Instant.MIN));
    }
}
