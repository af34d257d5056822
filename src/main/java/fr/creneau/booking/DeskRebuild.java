package fr.creneau.booking;

import fr.creneau.bus.Bus;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.BeginOutcome;
import fr.creneau.hold.HoldMessages.BeginRebuild;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.SeatWord;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Redis a whole desk back from PostgreSQL, in pages, so that 100 000 seats block nothing. One instance at a time does it; the
 * others find it done.
 */
final class DeskRebuild {
    private static final int PAGE = 5_000;
    /** A run that waits for an answer that will never come must not keep the next one from beginning. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Logger log = LoggerFactory.getLogger(DeskRebuild.class);

    private final Bus bus;
    private final Pool pool;
    private final PgSeatStore seats;
    private final Map<DeskId, Future<Void>> underWay = new HashMap<>();

    DeskRebuild(Bus bus, Pool pool, PgSeatStore seats) {
        this.bus = bus;
        this.pool = pool;
        this.seats = seats;
    }

    /** Rebuilds the desk unless Redis knows it, another instance is at it, or there is no such desk. Several callers share one run. */
    Future<Void> ifNeeded(DeskId desk) {
        Future<Void> running = underWay.get(desk);
        if (running != null) {
            return running;
        }
        Future<Void> run = seats.deskExists(pool, desk)
                .compose(exists -> exists ? begin(desk) : Future.<Void>succeededFuture())
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        underWay.put(desk, run);
        return run.onComplete(done -> underWay.remove(desk, run));
    }

    /** Somebody asked Redis for a desk it does not know. */
    void whenUnknown(DeskId desk) {
        ifNeeded(desk).onFailure(fault -> log.warn("desk {}: not rebuilt, will try again when asked", desk, fault));
    }

    private Future<Void> begin(DeskId desk) {
        return bus.request(HoldMessages.BEGIN_REBUILD, new BeginRebuild(desk, true))
                .compose(outcome -> outcome instanceof BeginOutcome.Begun begun
                        ? rebuild(desk, begun.epoch())
                        : Future.succeededFuture());
    }

    /** Reads only now: until the rebuild is done Redis hears no other word, so a seat that changes meanwhile stays to be told. */
    private Future<Void> rebuild(DeskId desk, String epoch) {
        long begun = System.nanoTime();
        return pages(desk, new ArrayList<>())
                .compose(words -> bus.request(HoldMessages.REBUILD, new Rebuild(desk, Optional.of(epoch), words))
                        .compose(outcome -> outcome == RebuildOutcome.REBUILT
                                ? markTold(words, 0)
                                        .onSuccess(done -> log.info(
                                                "desk {}: rebuilt {} seats in {} ms",
                                                desk,
                                                words.size(),
                                                Duration.ofNanos(System.nanoTime() - begun)
                                                        .toMillis()))
                                : Future.succeededFuture()));
    }

    private Future<List<SeatWord>> pages(DeskId desk, List<SeatWord> read) {
        return seats.page(pool, desk, read.isEmpty() ? null : read.get(read.size() - 1), PAGE)
                .compose(page -> {
                    read.addAll(page);
                    return page.size() == PAGE ? pages(desk, read) : Future.succeededFuture(read);
                });
    }

    private Future<Void> markTold(List<SeatWord> words, int from) {
        if (from >= words.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(words.size(), from + PAGE);
        return seats.markTold(pool, words.subList(from, to)).compose(marked -> markTold(words, to));
    }
}
