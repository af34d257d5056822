package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis loses everything: PostgreSQL gives it back. */
class RebuildIT {
    private static final Logger log = LoggerFactory.getLogger("fr.creneau.measured");
    /**
     * Five seconds are what is meant, on a machine that does nothing else. Tests share theirs: one of two processors, on which four to ten
     * times as many programs wanted to run, took nine. A bound of five would tell of the neighbours; this one tells of work that
     * grows faster than the seats.
     */
    private static final Duration LONGEST_REBUILD = Duration.ofSeconds(20);

    private BookingDatabase database;
    private BookingSite site;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private static void emptyRedis() {
        Vertx vertx = Vertx.vertx();
        Redis redis =
                Redis.createClient(vertx, BookingDatabase.redis().endpoints().get(0));
        BookingSite.await(redis.send(Request.cmd(Command.FLUSHALL)));
        BookingSite.await(vertx.close());
    }

    @Test
    void anEmptiedRedisIsRebuiltAndALostHoldTakenAgainAtSubmission() {
        SlotId slot = database.slot(3);
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(3));
        site.submit(BookingSite.session(), slot, BookingSite.person());
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        emptyRedis();
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(2));
        assertThat(site.open(submission)).isInstanceOf(Opened.class);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
        assertThat(site.free(slot)).contains(1);
        assertThat(database.wrongSeats()).isZero();
    }

    /** What README tells an operator to do; and why: what Redis heard last is newer than what such a database knows. */
    @Test
    void aDatabaseRestoredFromABackupIsFollowedOnceRedisIsEmptied() {
        SlotId slot = database.slot(3);
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(3));
        site.submit(BookingSite.session(), slot, BookingSite.person());
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
        database.execute(
                "update seat set booking_id = null, version = 1, mirrored = false where slot_id = ? and booking_id is not null",
                slot.value());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(database.untold()).isZero());
        assertThat(site.free(slot)).contains(2);
        emptyRedis();
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(3));
    }

    @Test
    void aHundredThousandSeatsAreBackInSeconds() {
        int slots = 1_000;
        database.execute(
                "insert into slot (id, desk_id, starts_at, minutes, capacity)"
                        + " select ? || lpad(n::text, 8, '0'), ?, now() + interval '1 day' + n * interval '1 minute', 20, 100"
                        + " from generate_series(1, ?) n",
                "large" + Long.toString(System.nanoTime(), 36),
                database.desk.value(),
                slots);
        database.execute("insert into seat (slot_id, seat_no)"
                + " select slot.id, n from slot, generate_series(0, 99) n where slot.id like 'large%'");
        String last = database.value("select max(id) from slot");
        SlotId slot = new SlotId(last);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.untold()).isZero());
        emptyRedis();
        long begun = System.nanoTime();
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(site.free(slot)).contains(100));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        log.info("100 000 seats back after {} ms", took.toMillis());
        assertThat(took).isLessThan(LONGEST_REBUILD);
    }
}
