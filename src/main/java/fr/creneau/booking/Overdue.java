package fr.creneau.booking;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Ends what time has ended: requests not confirmed in time, and the activity of appointments that are over. A seat freed by an expiry comes
 * back after a random time too, though a short one: its deadline is known to whoever let it run out, and must not tell when to be there.
 */
final class Overdue {
    static final int BATCH = 200;

    private final Pool pool;
    private final PgHousekeepingStore store;
    private final SeatMirror mirror;
    private final Duration cooling;
    private final Duration within;

    /**
     * @param cooling the longest time a seat rests after an expiry
     * @param within how long a browser is shown that its request can be confirmed
     */
    Overdue(Pool pool, PgHousekeepingStore store, SeatMirror mirror, Duration cooling, Duration within) {
        this.pool = pool;
        this.store = store;
        this.mirror = mirror;
        this.cooling = cooling;
        this.within = within;
    }

    /** One batch; how many requests expired. */
    Future<Integer> expire() {
        return store.expire(pool, BATCH, cooling).compose(this::told);
    }

    Future<Integer> retire() {
        return store.retire(pool, BATCH);
    }

    /** For one person who asks again, from that session; whether anything had ended. */
    Future<Boolean> end(DeskId desk, Buffer person, Buffer session) {
        return store.lapseOf(pool, desk, person, session, within)
                .compose(lapsed -> store.retireOf(pool, desk, person))
                .compose(retired -> store.expireOf(pool, desk, person, cooling)
                        .compose(this::told)
                        .map(expired -> expired + retired > 0));
    }

    private Future<Integer> told(Map<DeskId, List<Seat>> freed) {
        Future<Void> chain = Future.succeededFuture();
        int seats = 0;
        for (Map.Entry<DeskId, List<Seat>> desk : freed.entrySet()) {
            chain = chain.compose(done -> mirror.tellIfPossible(desk.getKey(), desk.getValue()));
            seats += desk.getValue().size();
        }
        return chain.map(seats);
    }
}
