package fr.creneau.waitingroom;

import static fr.creneau.waitingroom.RoomDatabase.RELEASE;
import static fr.creneau.waitingroom.RoomDatabase.done;
import static fr.creneau.waitingroom.RoomDatabase.wish;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class TicketWriterIT {
    private static final Logger log = LoggerFactory.getLogger("fr.creneau.measured");
    private static final int CROWD = 10_000;

    private final RoomDatabase database = new RoomDatabase(Instant.now().plus(Duration.ofMinutes(10)), 3);
    private final Context loop = database.vertx().getOrCreateContext();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoIsAnsweredHasATicketInTheDatabase() {
        TicketWriter writer = writer(database.pool, 100);
        EnrolOutcome first = done(onLoop(() -> writer.enrol(RELEASE, wish(1))));
        assertThat(first).isEqualTo(new EnrolOutcome.Enrolled(1));
        assertThat(database.number("select count(*)::int from ticket")).isEqualTo(1);
    }

    @Test
    void thoseWhoComeTogetherAreToldEachTheirOwn() {
        TicketWriter writer = writer(database.pool, 100);
        Wish stolen = new Wish(wish(3).person(), wish(1).proof());
        List<EnrolOutcome> outcomes = together(writer, List.of(wish(1), wish(2), wish(1), stolen, wish(2)));
        assertThat(outcomes)
                .containsExactly(
                        new EnrolOutcome.Enrolled(1),
                        new EnrolOutcome.Enrolled(2),
                        new EnrolOutcome.Enrolled(1),
                        new EnrolOutcome.ProofRefused(),
                        new EnrolOutcome.Enrolled(2));
    }

    @Test
    void overTheBoundPeopleAreAskedToTryAgain() {
        TicketWriter writer = writer(database.pool, 3);
        List<Wish> five = IntStream.range(0, 5).mapToObj(RoomDatabase::wish).toList();
        assertThat(together(writer, five))
                .filteredOn(EnrolOutcome.Busy.class::isInstance)
                .hasSize(2);
        // Those who waited are gone: there is room again.
        assertThat(done(onLoop(() -> writer.enrol(RELEASE, wish(9))))).isEqualTo(new EnrolOutcome.Enrolled(4));
    }

    @Test
    void whenTheDatabaseFailsEverybodyIsToldAndMayAskAgain() {
        TicketWriter writer = writer(database.pool, 100);
        done(database.pool.query("alter table ticket rename to away").execute());
        List<Future<EnrolOutcome>> failed = IntStream.range(0, 5)
                .mapToObj(i -> onLoop(() -> writer.enrol(RELEASE, wish(i))))
                .toList();
        done(Future.join(failed).otherwiseEmpty());
        assertThat(failed).allMatch(Future::failed);
        done(database.pool.query("alter table away rename to ticket").execute());
        assertThat(done(onLoop(() -> writer.enrol(RELEASE, wish(1))))).isEqualTo(new EnrolOutcome.Enrolled(1));
    }

    /** A crowd on three instances, everybody twice: the figures go to the log. */
    @Test
    void aCrowdIsWrittenInAFewTransactions() {
        List<TicketWriter> writers = IntStream.range(0, 3)
                .mapToObj(i -> writer(database.instance(), CROWD * 2))
                .toList();
        List<Future<EnrolOutcome>> answers = new ArrayList<>();
        long start = System.nanoTime();
        Promise<Void> asked = Promise.promise();
        loop.runOnContext(go -> {
            for (int person = 0; person < CROWD; person++) {
                answers.add(writers.get(person % 3).enrol(RELEASE, wish(person)));
                answers.add(writers.get((person + 1) % 3).enrol(RELEASE, wish(person)));
            }
            asked.complete();
        });
        done(asked.future());
        done(Future.all(answers));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        log.info(
                "{} tickets, each asked for twice on three instances: {} ms, {} tickets a second",
                CROWD,
                took.toMillis(),
                CROWD * 1_000L / took.toMillis());
        assertThat(database.number("select count(*)::int from ticket")).isEqualTo(CROWD);
        assertThat(database.state().issued()).isEqualTo(CROWD);
        assertThat(database.number("select count(distinct enrolled_at)::int from ticket"))
                .isLessThan(CROWD / 50);
        assertThat(answers).allMatch(answer -> answer.result() instanceof EnrolOutcome.Enrolled);
    }

    private TicketWriter writer(Pool pool, int mostWaiting) {
        return new TicketWriter(database.vertx(), new TicketStore(pool), mostWaiting);
    }

    private List<EnrolOutcome> together(TicketWriter writer, List<Wish> wishes) {
        return done(onLoop(() -> Future.all(
                        wishes.stream().map(wish -> writer.enrol(RELEASE, wish)).toList())
                .map(all -> all.<EnrolOutcome>list())));
    }

    /** The writer belongs to one event loop. */
    private <T> Future<T> onLoop(Supplier<Future<T>> act) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(go -> act.get().onComplete(promise));
        return promise.future();
    }
}
