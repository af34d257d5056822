package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Sellout;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One reply of {@code count.lua}.
 *
 * @param seen slots that were looked at
 * @param free none of a slot that has not opened
 * @param full slots that are open and have none, nor a hold that has run out
 * @param holders all sessions that hold a seat of the desk; empty if they were not named
 */
record CountPage(int seen, Instant at, Map<SlotId, Integer> free, Set<SlotId> full, Optional<Set<SessionId>> holders) {
    private static final String NOT_NAMED = "-";
    private static final int FIRST_SLOT = 4;

    static CountPage of(Response reply) {
        Map<SlotId, Integer> free = new HashMap<>();
        Set<SlotId> full = new HashSet<>();
        for (int i = FIRST_SLOT; i < reply.size(); i += 2) {
            SlotId slot = new SlotId(reply.get(i).toString());
            int seats = reply.get(i + 1).toInteger();
            free.put(slot, Math.max(seats, 0));
            if (seats == 0) {
                full.add(slot);
            }
        }
        return new CountPage(
                reply.get(1).toInteger(),
                Instant.ofEpochMilli(reply.get(2).toLong()),
                free,
                full,
                holders(reply.get(3).toString()));
    }

    private static Optional<Set<SessionId>> holders(String names) {
        return names.equals(NOT_NAMED)
                ? Optional.empty()
                : Optional.of(Arrays.stream(names.split(" "))
                        .filter(name -> !name.isEmpty())
                        .map(SessionId::new)
                        .collect(Collectors.toSet()));
    }

    /**
     * What can be told of it without asking again.
     *
     * @param asked as {@link System#nanoTime} had it
     */
    Optional<Sellout> sellout(DeskId desk, long asked) {
        return holders.map(sessions -> new Sellout(desk, full, sessions, asked));
    }
}
