package fr.creneau.hold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.config.Rate;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.limit.Pseudonyms;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A store on a real Redis whose clock the test sets, and short ways to say things. */
final class TestHolds implements AutoCloseable {
    static final Config.Holds TIMES = new Config.Holds(
            Duration.ofMinutes(15),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofSeconds(1));

    private static final HoldScripts SCRIPTS = HoldScripts.withClock("redis/test-clock.lua");
    private static final int MOST_WAITING = 4_096;
    private static final AtomicInteger desks = new AtomicInteger();
    private static final LuaScript RAW = LuaScript.of("raw", "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

    private static final LuaScript ALL_KEYS = LuaScript.of("keys", "return redis.call('KEYS', ARGV[1])");

    final Vertx vertx = Vertx.vertx();
    final List<DeskId> unknown = new ArrayList<>();
    final List<HoldMessages.Sellout> sellouts = new ArrayList<>();
    final RedisGateway gateway;
    final HoldStore store;

    private final HoldBudgets budgets;

    /** Without limits. */
    TestHolds(Config.Redis redis) {
        this(redis, limits(Rate.OFF, Rate.OFF, 1));
    }

    TestHolds(Config.Redis redis, Config.Limits limits) {
        gateway = RedisGateway.open(vertx, redis);
        budgets = new HoldBudgets(limits, new Pseudonyms(config(redis, TIMES).security()));
        store = store(SCRIPTS);
    }

    /** The same store but for the line of {@code place} that knows of openings. */
    HoldStore withoutTheOpening() {
        return changed("if tonumber(sale[2] or '0') > now then return {'NOT_OPEN', sale[2]} end", "");
    }

    /** The same store but for the line of {@code place} that takes the seat out of those that are free. */
    HoldStore withoutTheClaim() {
        return changed("redis.call('ZREM', free_key(p, slot), unpack(seats))", "");
    }

    /** The same store but for that piece of {@code place}. */
    HoldStore changed(String guarded, String unguarded) {
        String source = SCRIPTS.place().source();
        assertThat(source).containsOnlyOnce(guarded);
        return store(new HoldScripts(
                LuaScript.of("place", source.replace(guarded, unguarded)),
                SCRIPTS.spend(),
                SCRIPTS.find(),
                SCRIPTS.prove(),
                SCRIPTS.prolong(),
                SCRIPTS.seal(),
                SCRIPTS.release(),
                SCRIPTS.settle(),
                SCRIPTS.count(),
                SCRIPTS.sweep(),
                SCRIPTS.rebuildBegin(),
                SCRIPTS.rebuildLoad(),
                SCRIPTS.rebuildFlip()));
    }

    private HoldStore store(HoldScripts scripts) {
        Desks desks = new Desks(unknown::add, System::nanoTime);
        PlaceCalls places = new PlaceCalls(gateway, scripts.place(), TIMES, budgets, desks, MOST_WAITING);
        return new RedisHoldStore(gateway, scripts, TIMES, places, desks, sellouts::add);
    }

    /** Limits of which only those on holds matter. */
    static Config.Limits limits(Rate session, Rate prefix, int abandoned) {
        return new Config.Limits(
                session,
                prefix,
                abandoned,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Rate.OFF,
                Duration.ZERO);
    }

    /** A whole configuration of which only these two parts matter. */
    static Config config(Config.Redis redis, Config.Holds holds) {
        String key = "k".repeat(32);
        Config base = ConfigLoader.load(
                null,
                Map.of(
                        "CRENEAU_HTTP_PUBLIC_URL",
                        "https://rdv.example.org",
                        "CRENEAU_POSTGRES_PASSWORD",
                        key,
                        "CRENEAU_SECURITY_KEYS",
                        key,
                        "CRENEAU_SECURITY_PERSON_KEY",
                        key));
        return new Config(
                base.http(),
                base.management(),
                redis,
                base.postgres(),
                base.smtp(),
                base.security(),
                holds,
                base.bookings(),
                base.challenge(),
                base.limits(),
                base.waitingRoom(),
                base.theme(),
                base.logs());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done after 30 s", late);
        }
    }

    /** A desk of its own: no test sees another's seats. */
    static DeskId freshDesk() {
        return new DeskId("desk-" + Long.toString(System.nanoTime(), 36) + "-" + desks.incrementAndGet());
    }

    static SessionId session(String name) {
        return new SessionId(name);
    }

    static SessionId randomSession() {
        return new SessionId(Tokens.random());
    }

    static SeatWord word(SlotId slot, Instant start, int seat, long version, Availability availability) {
        return new SeatWord(new Seat(slot, seat), start, version, availability);
    }

    static List<SeatWord> freeSlot(SlotId slot, Instant start, int capacity) {
        return opening(Instant.MIN, slot, start, capacity, 1);
    }

    /** The words on all seats of a slot of a release. */
    static List<SeatWord> opening(Instant opens, SlotId slot, Instant start, int capacity, long version) {
        return IntStream.range(0, capacity)
                .mapToObj(seat -> new SeatWord(
                        new Seat(slot, seat), start, opens, version, new Availability.FreeFrom(Instant.MIN)))
                .toList();
    }

    /** From now on it is that time for that desk. */
    void clock(DeskId desk, Instant instant) {
        raw(desk, "clock", "SET", String.valueOf(instant.toEpochMilli()));
    }

    /** Runs one Redis command on a key of a desk. */
    Response raw(DeskId desk, String key, String command, String... args) {
        return await(command(desk, key, command, args));
    }

    Future<Response> command(DeskId desk, String key, String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(args));
        return gateway.run(RAW, List.of("{" + desk.value() + "}:" + key), all);
    }

    /** Names, without the tag, of all keys of a desk. */
    List<String> keys(DeskId desk) {
        String tag = "{" + desk.value() + "}:";
        List<String> names = new ArrayList<>();
        await(gateway.run(ALL_KEYS, List.of(tag + "meta"), List.of(tag + "*")))
                .forEach(key -> names.add(key.toString().substring(tag.length())));
        return names;
    }

    @Override
    public void close() {
        await(gateway.close());
        await(vertx.close());
    }
}
