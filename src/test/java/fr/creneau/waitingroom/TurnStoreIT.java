package fr.creneau.waitingroom;

import static fr.creneau.waitingroom.RoomDatabase.RELEASE;
import static fr.creneau.waitingroom.RoomDatabase.done;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.waitingroom.Call;
import fr.creneau.testkit.Plan;
import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.TurnStore.Entry;
import fr.creneau.waitingroom.TurnStore.State;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnStoreIT {
    private static final Duration TURN = Duration.ofMinutes(5);
    private static final Buffer SESSION = Buffer.buffer("session");
    private static final Buffer OTHER = Buffer.buffer("other");

    private final RoomDatabase database = new RoomDatabase(Instant.now().plus(Duration.ofMinutes(10)), 10);
    private final TurnStore store = new TurnStore(database.pool, TURN);

    @BeforeEach
    void thirtyTicketsAndTheDraw() {
        TicketStore tickets = new TicketStore(database.pool);
        List<Wish> wishes =
                IntStream.rangeClosed(1, 30).mapToObj(RoomDatabase::wish).toList();
        done(tickets.enrol(RELEASE, wishes));
        database.openNow();
        done(tickets.draw(RELEASE));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyInstancesDecideTheSameAndOneOfThemLetsPeopleIn() {
        List<Future<Boolean>> calls = IntStream.range(0, 16)
                .mapToObj(i -> new TurnStore(i < 8 ? database.instance() : database.pool, TURN).call(RELEASE, 0, 4))
                .toList();
        done(Future.all(calls));
        assertThat(calls.stream().filter(Future::result)).hasSize(1);
        State state = state();
        assertThat(state.called()).isEqualTo(4);
        assertThat(state.turns()).isEqualTo(4);
        assertThat(state.calls()).singleElement().satisfies(call -> {
            assertThat(call.first()).isEqualTo(1);
            assertThat(call.last()).isEqualTo(4);
            assertThat(Duration.between(call.at(), call.until())).isEqualTo(TURN);
        });
    }

    /** The race that the condition on what was called stops. */
    @Test
    void withoutTheConditionTwoInstancesLetInTwiceAsMany() {
        String unguarded = TurnSql.CALL.replace(" and called = $2", " and $2::int is not null");
        assertThat(unguarded).isNotEqualTo(TurnSql.CALL);
        for (int instance = 0; instance < 2; instance++) {
            done(database.pool.preparedQuery(unguarded).execute(Tuple.of(RELEASE.value(), 0, 4, TURN.toMillis())));
        }
        assertThat(state().turns()).isEqualTo(8);
    }

    @Test
    void nobodyIsLetInWithoutATicket() {
        assertThat(done(store.call(RELEASE, 0, 31).otherwise(false))).isFalse();
        assertThat(state().called()).isZero();
    }

    @Test
    void oneSessionTakesUpATurnAndFindsItAgain() {
        done(store.call(RELEASE, 0, 4));
        Entry entry = done(store.enter(RELEASE, 2, 2, SESSION));
        assertThat(entry.until()).contains(calls().get(0).until());
        assertThat(done(store.enter(RELEASE, 2, 2, SESSION))).isEqualTo(entry);
        assertThat(done(store.enter(RELEASE, 2, 2, OTHER)).until()).isEmpty();
        assertThat(done(store.enter(RELEASE, 2, 2, OTHER)).elsewhere()).isTrue();
    }

    @Test
    void ofManySessionsOneTakesUpATurn() {
        done(store.call(RELEASE, 0, 4));
        List<Future<Entry>> entries = IntStream.range(0, 16)
                .mapToObj(i -> new TurnStore(i < 4 ? database.instance() : database.pool, TURN)
                        .enter(RELEASE, 3, 3, Buffer.buffer("session " + i)))
                .toList();
        done(Future.all(entries));
        assertThat(entries.stream().filter(entry -> entry.result().until().isPresent()))
                .hasSize(1);
        assertThat(entries.stream().filter(entry -> entry.result().elsewhere())).hasSize(15);
    }

    @Test
    void whoWasNotCalledOrIsTooLateDoesNotComeIn() {
        done(store.call(RELEASE, 0, 4));
        assertThat(done(store.enter(RELEASE, 5, 5, SESSION))).isEqualTo(new Entry(Optional.empty(), false));
        expire();
        assertThat(done(store.enter(RELEASE, 4, 4, SESSION))).isEqualTo(new Entry(Optional.empty(), false));
    }

    @Test
    void aTurnCountsUntilItIsUsedOrGivenUp() {
        done(store.call(RELEASE, 0, 4));
        done(store.enter(RELEASE, 1, 1, SESSION));
        assertThat(state().turns()).isEqualTo(4);
        done(store.end(RELEASE, 1, OTHER));
        assertThat(state().turns()).isEqualTo(4);
        done(store.end(RELEASE, 1, SESSION));
        done(store.end(RELEASE, 1, SESSION));
        assertThat(state().turns()).isEqualTo(3);
        assertThat(done(store.enter(RELEASE, 1, 1, SESSION)).until()).isEmpty();
    }

    /** Not at once: what was held in its last second must be counted as held before. */
    @Test
    void anAbandonedTurnCountsALittleLonger() {
        done(store.call(RELEASE, 0, 4));
        done(store.enter(RELEASE, 1, 1, SESSION));
        done(store.end(RELEASE, 1, SESSION));
        expire();
        assertThat(state().turns()).isEqualTo(3);
        done(database.pool
                .query("update admission set expires_at = expires_at - interval '11 seconds'")
                .execute());
        done(database.pool
                .query("update turn set expires_at = expires_at - interval '11 seconds'")
                .execute());
        assertThat(state().turns()).isZero();
    }

    @Test
    void aSeatIsTakenOnceItsRequestIsConfirmed() {
        assertThat(state().untaken()).isEqualTo(10);
        database.book(0, "PENDING");
        database.book(1, "PENDING");
        assertThat(state().untaken()).isEqualTo(10);
        database.book(2, "BOOKED");
        assertThat(state().untaken()).isEqualTo(9);
        done(database.pool.query("update booking set state = 'BOOKED'").execute());
        assertThat(state().untaken()).isEqualTo(7);
        done(database.pool
                .query("update seat set withdrawn = true where seat_no > 6")
                .execute());
        assertThat(state().untaken()).isEqualTo(4);
    }

    @Test
    void itsSeatsAreCountedWithoutReadingThoseOfOthers() {
        done(database.pool
                .query("insert into slot (id, desk_id, starts_at, minutes, capacity, release_id)"
                        + " select 'other' || n, 'cayenne', now() + n * interval '1 hour', 15, 500,"
                        + " case when n <= 20 then 'decembre' end from generate_series(1, 200) n")
                .execute());
        done(database.pool
                .query(
                        "insert into seat (slot_id, seat_no) select 'other' || s, n from generate_series(1, 200) s, generate_series(0, 499) n")
                .execute());
        done(database.pool.query("analyze").execute());
        assertThat(Plan.of(database.pool, TurnSql.STATE, 2)).doesNotContain("Seq Scan on seat");
    }

    private State state() {
        return done(store.read(List.of(RELEASE))).get(0);
    }

    private List<Call> calls() {
        return state().calls();
    }

    private void expire() {
        done(database.pool.query("update admission set expires_at = now()").execute());
        done(database.pool.query("update turn set expires_at = now()").execute());
    }
}
