package fr.creneau.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many tickets each release gave in the last minute, on all instances together, from what PostgreSQL said at each look. Nobody is
 * asked, and only who did the work counts. An instance that has just started sees calm. Not thread-safe.
 */
final class Joined {
    private static final Duration OVER = Duration.ofMinutes(1);

    private final Map<ReleaseId, Deque<Look>> looks = new HashMap<>();

    private record Look(Instant at, int issued) {}

    /**
     * @param at never before that of the last look
     * @param issued tickets given by then
     */
    int lastMinute(ReleaseId release, Instant at, int issued) {
        Deque<Look> known = looks.computeIfAbsent(release, first -> new ArrayDeque<>());
        known.addLast(new Look(at, issued));
        Instant since = at.minus(OVER);
        while (known.getFirst().at().isBefore(since)) {
            known.removeFirst();
        }
        return issued - known.getFirst().issued();
    }
}
