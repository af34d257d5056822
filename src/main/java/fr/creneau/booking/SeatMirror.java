package fr.creneau.booking;

import fr.creneau.booking.Steps.Step;
import fr.creneau.bus.Bus;
import fr.creneau.bus.Done;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.hold.HoldMessages.SettleOutcome;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Redis what PostgreSQL says of seats, until it is known to have heard. Every change of a seat's row raises its version and clears
 * its mark; only the same version sets the mark again. Telling twice, late or from several instances does no harm.
 */
final class SeatMirror {
    static final int BATCH = 500;
    private static final int PAGE = 1_000;
    /** Between two pages: told at one go, a hundred thousand seats keep Redis from others for a second. */
    private static final long REST_MS = 500;

    private static final int MOST_BATCHES = 2_000;
    /** Half of what the caller's caller waits: what is already committed must be answered in time. */
    private static final long PROMPT_MS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(SeatMirror.class);

    private final Vertx vertx;
    private final Bus bus;
    private final Pool pool;
    private final PgSeatStore seats;
    private final DeskRebuild rebuild;
    private final ToldSeats told;
    private final Map<DeskId, Batcher<SeatWord, Done>> prompt = new HashMap<>();
    private final Steps steps;

    SeatMirror(Vertx vertx, Bus bus, Pool pool, PgSeatStore seats, DeskRebuild rebuild, Steps steps) {
        this.vertx = vertx;
        this.bus = bus;
        this.pool = pool;
        this.seats = seats;
        this.rebuild = rebuild;
        this.steps = steps;
        this.told = new ToldSeats(words -> seats.markTold(pool, words));
    }

    /** Tells a few seats at once, after the commit that changed them. Fails if Redis did not hear: the sweep will tell it. */
    Future<Void> tell(DeskId desk, List<Seat> changed) {
        if (changed.isEmpty()) {
            return Future.succeededFuture();
        }
        return seats.words(pool, changed).compose(words -> tellNow(desk, words));
    }

    /** The mark need not be waited for: what lacks it is told again by the sweep, which changes nothing. */
    private Future<Void> tellNow(DeskId desk, List<SeatWord> words) {
        return hear(desk, words)
                .onSuccess(heard -> {
                    if (heard) {
                        told.mark(words);
                    }
                })
                .mapEmpty();
    }

    /** As {@link #tell}, when the caller's answer does not depend on it: never fails, and does not wait for a silent Redis. */
    Future<Void> tellIfPossible(DeskId desk, List<Seat> changed) {
        return ifPossible(desk, changed.size(), tell(desk, changed));
    }

    /** The same for a seat of which the commit has said the word, together with others of the desk. */
    Future<Void> tellIfPossible(DeskId desk, SeatWord word) {
        Future<Done> telling = prompt.computeIfAbsent(desk, this::tellTogether).ask(word);
        return ifPossible(desk, 1, telling.mapEmpty());
    }

    private Batcher<SeatWord, Done> tellTogether(DeskId desk) {
        return new Batcher<>(
                1,
                BATCH,
                WriteTogether.MOST_WAITING,
                words -> tellNow(desk, words).map(Collections.nCopies(words.size(), Done.DONE)));
    }

    private static Future<Void> ifPossible(DeskId desk, int seats, Future<Void> telling) {
        return telling.timeout(PROMPT_MS, TimeUnit.MILLISECONDS).recover(fault -> {
            log.warn(
                    "desk {}: Redis did not hear of {} seats, the sweep will tell it: {}",
                    desk,
                    seats,
                    fault.getClass().getSimpleName());
            return Future.succeededFuture();
        });
    }

    /** Tells all that is not known to have been heard. One desk's trouble does not keep another one waiting. */
    Future<Void> sweep() {
        return seats.desksToTell(pool).compose(desks -> each(desks, desk -> sweep(desk, MOST_BATCHES)));
    }

    /**
     * Tells every seat of future slots again, page by page. Heals what the marks do not show: a Redis that failed over, or was restarted
     * from an older file, and lost words it had heard. Words it still knows change nothing, so it may be done at any time.
     */
    Future<Void> reconcile() {
        return seats.desks(pool).compose(desks -> each(desks, desk -> reconcile(desk, null)));
    }

    private Future<Void> reconcile(DeskId desk, @Nullable SeatWord after) {
        return seats.page(pool, desk, after, PAGE).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture();
            }
            return bus.request(HoldMessages.SETTLE, new Settle(desk, page)).compose(outcome -> {
                if (outcome != SettleOutcome.SETTLED) {
                    return rebuild.ifNeeded(desk);
                }
                return page.size() == PAGE
                        ? vertx.timer(REST_MS, TimeUnit.MILLISECONDS)
                                .compose(rested -> reconcile(desk, page.get(PAGE - 1)))
                        : Future.succeededFuture();
            });
        });
    }

    private static Future<Void> each(List<DeskId> desks, Function<DeskId, Future<Void>> task) {
        Future<Void> chain = Future.succeededFuture();
        for (DeskId desk : desks) {
            chain = chain.compose(done -> task.apply(desk)).recover(fault -> {
                log.warn("desk {}: Redis could not be told, will try again", desk, fault);
                return Future.succeededFuture();
            });
        }
        return chain;
    }

    private Future<Void> sweep(DeskId desk, int batchesLeft) {
        return seats.wordsToTell(pool, desk, BATCH).compose(words -> {
            if (words.isEmpty() || batchesLeft == 0) {
                return Future.succeededFuture();
            }
            return hear(desk, words)
                    .compose(heard -> heard ? marked(desk, words, batchesLeft) : Future.succeededFuture());
        });
    }

    private Future<Void> marked(DeskId desk, List<SeatWord> words, int batchesLeft) {
        return seats.markTold(pool, words)
                .compose(done -> words.size() == BATCH ? sweep(desk, batchesLeft - 1) : Future.succeededFuture());
    }

    /** Whether the words were heard one by one; if not, the whole desk is rebuilt, or being rebuilt elsewhere. */
    private Future<Boolean> hear(DeskId desk, List<SeatWord> words) {
        return bus.request(HoldMessages.SETTLE, new Settle(desk, List.copyOf(words)))
                .compose(outcome -> outcome == SettleOutcome.SETTLED
                        ? steps.after(Step.REDIS_TOLD).map(true)
                        : rebuild.ifNeeded(desk).map(false));
    }
}
