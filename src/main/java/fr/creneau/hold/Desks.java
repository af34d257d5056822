package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Which desks Redis turned out to know. Of one it does not know, tells at most once a second however many ask for it. One thread
 * only.
 */
final class Desks {
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    /** Desk ids come from URLs: a flood of invented ones must not fill the memory. */
    private static final int REMEMBERED = 1_000;

    private final Consumer<DeskId> announce;
    private final LongSupplier nanoClock;
    private final Set<DeskId> known = new LinkedHashSet<>();
    private final Map<DeskId, Long> announcedAt = new HashMap<>();

    /** @param announce told of unknown desks */
    Desks(Consumer<DeskId> announce, LongSupplier nanoClock) {
        this.announce = announce;
        this.nanoClock = nanoClock;
    }

    List<DeskId> known() {
        return List.copyOf(known);
    }

    /** Redis was asked for a desk, and knows it or not. */
    void tell(DeskId desk, boolean known) {
        if (known) {
            isKnown(desk);
        } else {
            isUnknown(desk);
        }
    }

    void isKnown(DeskId desk) {
        known.add(desk);
    }

    void isUnknown(DeskId desk) {
        known.remove(desk);
        long now = nanoClock.getAsLong();
        Long last = announcedAt.get(desk);
        if (last != null && now - last < QUIET_NANOS) {
            return;
        }
        if (announcedAt.size() >= REMEMBERED) {
            announcedAt.clear();
        }
        announcedAt.put(desk, now);
        announce.accept(desk);
    }
}
