package fr.creneau.waitingroom;

import static fr.creneau.waitingroom.RoomDatabase.RELEASE;
import static fr.creneau.waitingroom.RoomDatabase.done;
import static fr.creneau.waitingroom.RoomDatabase.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.waitingroom.TicketStore.Wish;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicketStoreIT {
    private final RoomDatabase database = new RoomDatabase(Instant.now().plus(Duration.ofMinutes(10)), 3);
    private final TicketStore store = new TicketStore(database.pool);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ticketsAreNumberedFromOneInOrderOfArrival() {
        assertThat(enrol(wish(7), wish(3))).containsEntry(wish(7).person(), 1).containsEntry(wish(3).person(), 2);
        assertThat(enrol(wish(5))).containsEntry(wish(5).person(), 3);
        assertThat(database.state().issued()).isEqualTo(3);
    }

    @Test
    void askingAgainGivesTheSameTicketWhateverTheProof() {
        enrol(wish(1), wish(2));
        Wish again = new Wish(wish(1).person(), Buffer.buffer("a fresh proof"));
        assertThat(enrol(again, wish(2), wish(3)))
                .containsEntry(wish(1).person(), 1)
                .containsEntry(wish(2).person(), 2)
                .containsEntry(wish(3).person(), 3);
        assertThat(database.state().issued()).isEqualTo(3);
    }

    @Test
    void aProofGivesOneTicket() {
        enrol(wish(1));
        assertThat(enrol(new Wish(wish(2).person(), wish(1).proof()))).isEmpty();
        assertThat(database.state().issued()).isEqualTo(1);
    }

    @Test
    void nobodyEnrolsBeforeTheEnrolmentOrWithoutAWaitingRoom() {
        done(database.pool
                .query("update release set enrols_from = now() + interval '1 minute'")
                .execute());
        assertThat(done(store.enrol(RELEASE, List.of(wish(1))))).isEmpty();
        done(database.pool
                .query("update release set enrols_from = now(), waiting_room = false")
                .execute());
        assertThat(done(store.enrol(RELEASE, List.of(wish(1))))).isEmpty();
        assertThat(done(store.enrol(new ReleaseId("unknown"), List.of(wish(1)))))
                .isEmpty();
    }

    /** Six instances, each with the same 200 people, in batches one after the other as the writer does. */
    @Test
    void manyInstancesGiveEachPersonOneTicketWithoutGaps() {
        List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
        List<Future<Void>> instances = IntStream.range(0, 6)
                .mapToObj(i -> new TicketStore(database.instance()))
                .map(instance -> enrolInBatches(instance, numbers))
                .toList();
        done(Future.all(instances));
        assertThat(numbers).hasSize(6 * 200);
        assertThat(numbers.stream().distinct().sorted())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
        assertThat(database.number("select count(distinct person)::int from ticket"))
                .isEqualTo(200);
    }

    private static Future<Void> enrolInBatches(TicketStore instance, List<Integer> numbers) {
        Future<Void> done = Future.succeededFuture();
        for (int first = 0; first < 200; first += 20) {
            List<Wish> twenty = IntStream.range(first, first + 20)
                    .mapToObj(RoomDatabase::wish)
                    .toList();
            done = done.compose(before -> instance.enrol(RELEASE, twenty))
                    .onSuccess(given -> numbers.addAll(given.orElseThrow().values()))
                    .mapEmpty();
        }
        return done;
    }

    @Test
    void beforeTheOpeningNothingIsDrawn() {
        enrol(wish(1));
        done(store.draw(RELEASE));
        assertThat(database.state().drawn()).isEmpty();
    }

    @Test
    void whoEnrolsAfterTheOpeningTakesNoPartInTheDraw() {
        enrol(wish(1), wish(2));
        database.openNow();
        enrol(wish(3));
        done(store.draw(RELEASE));
        enrol(wish(4));
        assertThat(database.state().drawn()).contains(2);
        assertThat(database.state().issued()).isEqualTo(4);
    }

    @Test
    void aDrawWithoutTicketsIsADraw() {
        database.openNow();
        done(store.draw(RELEASE));
        assertThat(database.state().drawn()).contains(0);
    }

    @Test
    void aDrawStaysWhateverBecomesOfTheOpening() {
        enrol(wish(1));
        database.openNow();
        done(store.draw(RELEASE));
        enrol(wish(2));
        database.opens(Instant.now().plusSeconds(1));
        done(store.draw(RELEASE));
        database.openNow();
        done(store.draw(RELEASE));
        assertThat(database.state().drawn()).contains(1);
    }

    @Test
    void whatIsKnownOfPersonsIsForgottenADayAfterTheLastSlot() {
        enrol(wish(1));
        done(store.forget());
        assertThat(database.number("select count(*)::int from ticket")).isEqualTo(1);
        done(database.pool
                .query("update slot set starts_at = now() - interval '25 hours'")
                .execute());
        done(store.forget());
        assertThat(database.number("select count(*)::int from ticket"))
                .as("before the opening, slots or none")
                .isEqualTo(1);
        done(database.pool
                .query(
                        "update release set enrols_from = now() - interval '30 hours', opens_at = now() - interval '25 hours'")
                .execute());
        done(store.forget());
        assertThat(database.number("select count(*)::int from ticket")).isZero();
    }

    @Test
    void theKeyIsMadeOnce() {
        String key = database.state().key();
        done(Future.all(IntStream.range(0, 8)
                .mapToObj(i -> new TicketStore(database.instance()).open(RELEASE))
                .toList()));
        assertThat(database.state().key()).isEqualTo(key);
    }

    /**
     * The race: somebody enrols just after the opening, and the commit is under way while an instance draws. Without the lock the draw
     * sees the number handed out, but not when: it takes in somebody who came too late.
     */
    @Test
    void withoutItsLockADrawTakesInWhoCameTooLate() {
        UnderWay late = lateTicket();
        Future<?> draw = database.pool.preparedQuery(TicketSql.DRAW).execute(Tuple.of(RELEASE.value()));
        awaitOneWaiting();
        late.commit();
        done(draw);
        assertThat(database.state().drawn()).contains(6);
    }

    @Test
    void everyInstanceFindsOneDrawWithoutWhoCameTooLate() {
        UnderWay late = lateTicket();
        List<Future<Boolean>> draws = IntStream.range(0, 12)
                .mapToObj(i -> new TicketStore(database.instance()).draw(RELEASE))
                .toList();
        awaitOneWaiting();
        assertThat(draws).noneMatch(Future::isComplete);
        late.commit();
        done(Future.all(draws));
        assertThat(database.state().drawn()).contains(5);
        assertThat(database.state().issued()).isEqualTo(6);
    }

    /** The other race: two instances draw, and between them the opening is moved. */
    @Test
    void withoutItsConditionASecondDrawFindsAnotherNumber() {
        String unguarded = TicketSql.DRAW.replace(" and w.drawn is null", "");
        assertThat(unguarded).isNotEqualTo(TicketSql.DRAW);
        lateTicket().commit();
        done(database.pool.preparedQuery(unguarded).execute(Tuple.of(RELEASE.value())));
        assertThat(database.state().drawn()).contains(5);
        database.openNow();
        done(database.pool.preparedQuery(unguarded).execute(Tuple.of(RELEASE.value())));
        assertThat(database.state().drawn()).contains(6);
    }

    private void awaitOneWaiting() {
        await().until(() -> database.number("select count(*)::int from pg_locks where not granted") >= 1);
    }

    /** Five tickets, then the release opens, and a sixth is written and not committed yet. */
    private UnderWay lateTicket() {
        enrol(IntStream.rangeClosed(1, 5).mapToObj(RoomDatabase::wish).toArray(Wish[]::new));
        database.openNow();
        Pool other = database.instance();
        SqlConnection connection = done(other.getConnection());
        Transaction transaction = done(connection.begin());
        done(connection.preparedQuery(TicketSql.LOCK_TO_ENROL).execute(Tuple.of(RELEASE.value())));
        done(connection
                .preparedQuery(TicketSql.ENROL)
                .execute(Tuple.of(RELEASE.value(), new Buffer[] {wish(6).person()}, new Buffer[] {wish(6).proof()})));
        return () -> {
            done(transaction.commit());
            done(connection.close());
        };
    }

    private interface UnderWay {
        void commit();
    }

    private Map<Buffer, Integer> enrol(Wish... wishes) {
        return done(store.enrol(RELEASE, Arrays.asList(wishes))).orElseThrow();
    }
}
