package fr.creneau.schedule;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.ScheduleStore.DeskOnSale;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts together what PostgreSQL says is on sale and what Redis counts as free. Not thread-safe: one event loop keeps it. A desk that
 * was never counted shows nothing free: better to come back a second later than to be promised a seat that is not there.
 */
final class SnapshotKeeper {
    private final Clock clock;
    private final Consumer<Snapshot> onChange;
    private final Map<DeskId, Map<SlotId, Integer>> free = new HashMap<>();
    private List<DeskOnSale> onSale = List.of();
    private Snapshot current = Snapshot.EMPTY;

    /** @param onChange hears of every snapshot that says something else than the one before */
    SnapshotKeeper(Clock clock, Consumer<Snapshot> onChange) {
        this.clock = clock;
        this.onChange = onChange;
    }

    Snapshot current() {
        return current;
    }

    Set<DeskId> desks() {
        return Set.copyOf(current.desks().keySet());
    }

    void putOnSale(List<DeskOnSale> desks) {
        onSale = List.copyOf(desks);
        refresh();
    }

    /** Takes effect with the next {@link #refresh}. */
    void count(DeskId desk, Map<SlotId, Integer> counted) {
        free.put(desk, counted);
    }

    /** Takes a new snapshot: what has begun meanwhile is left out. */
    void refresh() {
        Instant now = clock.instant();
        Map<DeskId, DeskSchedule> desks = new LinkedHashMap<>();
        onSale.forEach(desk -> desks.put(desk.desk().id(), schedule(desk, now)));
        boolean changed = !desks.equals(current.desks());
        current = new Snapshot(now, changed ? Collections.unmodifiableMap(desks) : current.desks());
        if (changed) {
            onChange.accept(current);
        }
    }

    private DeskSchedule schedule(DeskOnSale desk, Instant now) {
        Map<SlotId, Integer> counted = free.getOrDefault(desk.desk().id(), Map.of());
        return new DeskSchedule(
                desk.desk(),
                desk.slots().stream()
                        .filter(slot -> slot.start().isAfter(now))
                        .map(slot -> new Offer(slot, Math.min(counted.getOrDefault(slot.id(), 0), slot.capacity())))
                        .toList());
    }
}
