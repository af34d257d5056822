package fr.creneau.waitingroom;

import fr.creneau.config.Config;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.pg.Pools;
import fr.creneau.testkit.Backends;
import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.TurnStore.State;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A database of its own with one release, and as many instances as a test wants, each with a pool of its own. */
final class RoomDatabase implements AutoCloseable {
    static final ReleaseId RELEASE = new ReleaseId("decembre");
    private static final int PATIENCE_S = 30;

    final Config.Postgres postgres = Backends.freshDatabase();
    private final List<Vertx> instances = new ArrayList<>();
    final Pool pool = instance();

    RoomDatabase(Instant opens, int seats) {
        done(pool.query("insert into desk (id, definition) values ('cayenne', '{}')")
                .execute());
        done(pool.preparedQuery("insert into release (id, desk_id, enrols_from, opens_at, waiting_room)"
                        + " values ('decembre', 'cayenne', $1, $2, true)")
                .execute(Tuple.of(opens.minusSeconds(3_600).atOffset(ZoneOffset.UTC), opens.atOffset(ZoneOffset.UTC))));
        done(pool.query("insert into slot (id, desk_id, starts_at, minutes, capacity, release_id)"
                        + " values ('slot0001', 'cayenne', now() + interval '30 days', 15, " + seats + ", 'decembre')")
                .execute());
        done(pool.query("insert into seat (slot_id, seat_no) select 'slot0001', n from generate_series(0, "
                        + (seats - 1) + ") n")
                .execute());
        done(new TicketStore(pool).open(RELEASE));
    }

    /** Another instance's pool, on an event loop of its own. */
    Pool instance() {
        Vertx vertx = Vertx.vertx();
        instances.add(vertx);
        return Pools.open(vertx, postgres);
    }

    Vertx vertx() {
        return instances.get(0);
    }

    void opens(Instant instant) {
        done(pool.preparedQuery("update release set opens_at = $1")
                .execute(Tuple.of(instant.atOffset(ZoneOffset.UTC))));
    }

    void openNow() {
        done(pool.query("update release set opens_at = now()").execute());
    }

    /** Somebody asked for that seat. */
    void book(int seat, String state) {
        done(pool.preparedQuery("""
                        with asked as (
                            insert into booking (id, reference, desk_id, slot_id, seat_no, state, session_hash, hold_id,
                                last_name, first_name, email, agdref, person, procedure, permit_expiry, commune,
                                rules_version, fee_euros, language, opened_at, confirm_by)
                            values (gen_random_uuid(), $1, 'cayenne', 'slot0001', $2, $3, 'x', $1, 'N', 'P',
                                'a@example.org', '0123456789', $4, 'renouvellement', '2027-03-01', '97302', '1', 0, 'fr',
                                now(), now() + interval '15 minutes')
                            returning id)
                        update seat set booking_id = asked.id from asked where slot_id = 'slot0001' and seat_no = $2
                        """).execute(Tuple.of("r" + seat, seat, state, Buffer.buffer("person " + seat))));
    }

    int number(String query) {
        return done(pool.query(query).execute()).iterator().next().getInteger(0);
    }

    State state() {
        return done(new TurnStore(pool, Duration.ofMinutes(5)).read(List.of(RELEASE)))
                .get(0);
    }

    static Wish wish(int person) {
        return new Wish(Buffer.buffer("person " + person), Buffer.buffer("proof " + person));
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done in time", late);
        }
    }

    @Override
    public void close() {
        instances.forEach(vertx -> done(vertx.close()));
    }
}
