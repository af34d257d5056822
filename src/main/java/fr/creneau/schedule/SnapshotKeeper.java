package fr.creneau.schedule;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Slot;
import fr.creneau.hold.HoldMessages.CountOutcome.Counted;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts together what PostgreSQL says is on sale and what Redis counts as free. Not thread-safe: one event loop keeps it. A desk that
 * was never counted shows nothing free: better to come back a second later than to be promised a seat that is not there.
 */
final class SnapshotKeeper {
    private final Clock clock;
    private final Consumer<Snapshot> onChange;
    private final Map<DeskId, Counted> counts = new HashMap<>();
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
    void count(DeskId desk, Counted counted) {
        counts.put(desk, counted);
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
        // Before the first count this instance's clock must do: it decides what is said of a slot, not whether it is
        // sold.
        Counted counted = counts.getOrDefault(desk.desk().id(), new Counted(Map.of(), now));
        Map<ReleaseId, Release> releases =
                desk.releases().stream().collect(Collectors.toMap(Release::id, Function.identity()));
        return new DeskSchedule(
                desk.desk(),
                desk.releases(),
                desk.slots().stream()
                        .filter(onSale -> onSale.slot().start().isAfter(now))
                        .map(onSale -> offer(
                                onSale.slot(),
                                onSale.release().flatMap(id -> Optional.ofNullable(releases.get(id))),
                                counted))
                        .toList());
    }

    private static Offer offer(Slot slot, Optional<Release> release, Counted counted) {
        boolean open = release.filter(announced -> announced.opens().isAfter(counted.at()))
                .isEmpty();
        int free = Math.min(counted.free().getOrDefault(slot.id(), 0), slot.capacity());
        return new Offer(slot, release, open, open ? free : 0);
    }
}
