package fr.creneau.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All waiting rooms as PostgreSQL had them about a second ago, at most, while it answers. Immutable.
 *
 * @param ahead how far PostgreSQL's clock is ahead of this instance's
 */
public record Rooms(Map<ReleaseId, Room> all, Duration ahead) {
    public static final Rooms NONE = new Rooms(Map.of(), Duration.ZERO);

    public Rooms {
        all = Map.copyOf(all);
    }

    public Optional<Room> room(ReleaseId release) {
        return Optional.ofNullable(all.get(release));
    }

    /** Where a ticket stands. Costs no more than some arithmetic. */
    public Optional<Standing> standing(ReleaseId release, int ticket, Instant now) {
        return room(release).map(room -> room.standing(ticket, now.plus(ahead)));
    }
}
