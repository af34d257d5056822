package fr.creneau.domain.release;

import fr.creneau.domain.slot.DeskId;
import java.time.Instant;

/**
 * Slots of a desk that are announced, and go on sale together at one instant. Whether that instant has come is for Redis and PostgreSQL
 * to say, each by its own clock: no instance's clock opens anything.
 *
 * @param enrolsFrom from when on people may enrol for the draw, if there is a waiting room; never after {@code opens}
 * @param opens the first instant at which its seats may be held
 * @param waitingRoom whether people are let in by a draw and a queue instead of all at once
 */
public record Release(ReleaseId id, DeskId desk, Instant enrolsFrom, Instant opens, boolean waitingRoom) {
    public Release {
        if (enrolsFrom.isAfter(opens)) {
            throw new IllegalArgumentException("people enrol before the opening");
        }
    }
}
