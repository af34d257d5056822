package fr.creneau.schedule;

import fr.creneau.bus.Bus;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds the keeper from PostgreSQL and from Redis. Faults leave what is known as it is. */
final class SnapshotSources {
    private static final Logger log = LoggerFactory.getLogger(SnapshotSources.class);

    private final ScheduleStore store;
    private final Bus bus;
    private final Clock clock;
    private final SnapshotKeeper keeper;
    private Map<DeskId, Long> versionsRead = Map.of();
    private boolean counting = true;

    SnapshotSources(ScheduleStore store, Bus bus, Clock clock, SnapshotKeeper keeper) {
        this.store = store;
        this.bus = bus;
        this.clock = clock;
        this.keeper = keeper;
    }

    /** Reads everything if an import changed something since the last time. */
    Future<Void> follow() {
        // The versions are older than what is read after them: an import in between is seen the next time.
        return store.versions()
                .compose(versions -> versions.equals(versionsRead)
                        ? Future.succeededFuture()
                        : store.read(clock.instant()).map(desks -> {
                            versionsRead = versions;
                            keeper.putOnSale(desks);
                            return null;
                        }));
    }

    /** Counts the free seats of every desk and takes a snapshot; a desk that can't be counted keeps its last numbers. */
    Future<Void> count() {
        List<Future<Boolean>> counts = keeper.desks().stream().map(this::count).toList();
        return Future.join(counts).transform(joined -> {
            keeper.refresh();
            tellOnce(joined.succeeded() && counts.stream().allMatch(count -> count.result()));
            return Future.succeededFuture();
        });
    }

    private Future<Boolean> count(DeskId desk) {
        return bus.request(HoldMessages.COUNT, new HoldMessages.Count(desk)).map(outcome -> {
            if (outcome instanceof CountOutcome.Counted counted) {
                keeper.count(desk, counted);
                return true;
            }
            return false;
        });
    }

    private void tellOnce(boolean nowCounting) {
        if (counting && !nowCounting) {
            log.warn("free seats are not counted: the calendar shows the last numbers");
        } else if (!counting && nowCounting) {
            log.info("free seats are counted again");
        }
        counting = nowCounting;
    }
}
