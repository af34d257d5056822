package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the desks this instance has met, about every second, one after the other. Every instance sweeps every desk: what one
 * has done the next finds done.
 */
final class Sweeper {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

    /** Rounds for one desk before it is the next one's turn. */
    private static final int ROUNDS = 20;

    private final Vertx vertx;
    private final HoldStore store;
    private final Desks desks;
    private final Duration period;
    private boolean stopped;
    private long timer = -1;

    Sweeper(Vertx vertx, HoldStore store, Desks desks, Duration period) {
        this.vertx = vertx;
        this.store = store;
        this.desks = desks;
        this.period = period;
    }

    void start() {
        if (!stopped) {
            long jitter = ThreadLocalRandom.current().nextLong(period.toMillis() / 4 + 1);
            timer = vertx.setTimer(period.toMillis() + jitter, now -> sweepAll().onComplete(done -> start()));
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private Future<Void> sweepAll() {
        return sweepNext(desks.known().iterator());
    }

    private Future<Void> sweepNext(Iterator<DeskId> left) {
        if (stopped || !left.hasNext()) {
            return Future.succeededFuture();
        }
        DeskId desk = left.next();
        return sweep(desk, ROUNDS)
                .onFailure(failure -> log.debug("desk {} was not swept: {}", desk, failure.toString()))
                .otherwiseEmpty()
                .compose(done -> sweepNext(left));
    }

    private Future<Void> sweep(DeskId desk, int rounds) {
        return store.sweep(desk)
                .compose(more -> more && rounds > 1 ? sweep(desk, rounds - 1) : Future.succeededFuture());
    }
}
