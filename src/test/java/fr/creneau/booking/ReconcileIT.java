package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.slot.SlotId;
import fr.creneau.pg.Pools;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.sqlclient.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis lost words that it had heard, and nothing but its own content shows it. */
class ReconcileIT {
    private BookingDatabase database;
    private BookingSite site;
    private SeatMirror mirror;
    private Redis redis;
    private SlotId slot;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        slot = database.slot(2);
        site = new BookingSite(database);
        Pool pool = Pools.open(site.vertx, database.postgres);
        PgSeatStore seats = new PgSeatStore();
        mirror = new SeatMirror(
                site.vertx, site.bus, pool, seats, new DeskRebuild(site.bus, pool, seats), Steps.PRODUCTION);
        redis = Redis.createClient(
                site.vertx, BookingDatabase.redis().endpoints().get(0));
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(2));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Response command(Command command, String key, String... arguments) {
        Request request = Request.cmd(command).arg(key);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return BookingSite.await(redis.send(request));
    }

    private String key(String name) {
        String tag = "{" + database.desk.value() + "}:";
        return tag + command(Command.HGET, tag + "meta", "epoch") + ":" + name;
    }

    private void change(String columns) {
        database.execute(
                "update seat set " + columns + ", version = version + 1, mirrored = false where slot_id = ?",
                slot.value());
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
    }

    @Test
    void aSeatThatRedisStillTakesForTakenIsFreeAgain() {
        change("available_from = '-infinity'");
        command(Command.HSET, key("slot:" + slot.value()), "1", "1T");
        command(Command.ZREM, key("free:" + slot.value()), "1");
        assertThat(site.free(slot)).contains(1);
        BookingSite.await(mirror.sweep());
        assertThat(site.free(slot)).as("nothing shows that it must be told").contains(1);
        BookingSite.await(mirror.reconcile());
        assertThat(site.free(slot)).contains(2);
    }

    @Test
    void aSeatThatRedisStillTakesForFreeIsNotOffered() {
        change("available_from = now() + interval '1 hour'");
        assertThat(site.free(slot)).contains(0);
        command(Command.HSET, key("slot:" + slot.value()), "1", "1F");
        command(Command.ZADD, key("free:" + slot.value()), "0", "1");
        assertThat(site.free(slot)).contains(1);
        BookingSite.await(mirror.reconcile());
        assertThat(site.free(slot)).contains(0);
    }

    @Test
    void aSlotThatRedisNeverHeardOfIsOnSaleAgain() {
        command(Command.DEL, key("slot:" + slot.value()), key("free:" + slot.value()));
        command(Command.ZREM, key("slots"), slot.value());
        assertThat(site.free(slot)).contains(0);
        BookingSite.await(mirror.reconcile());
        assertThat(site.free(slot)).contains(2);
    }

    @Test
    void whatIsHeldStaysHeld() {
        site.hold(BookingSite.session(), slot);
        BookingSite.await(mirror.reconcile());
        assertThat(site.free(slot)).contains(1);
    }
}
