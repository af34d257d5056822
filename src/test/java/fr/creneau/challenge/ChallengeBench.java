package fr.creneau.challenge;

import fr.creneau.bus.Address;
import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.hold.SessionId;
import fr.creneau.limit.LimitVerticle;
import fr.creneau.pg.Pools;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The security check on real backends, with the real holds, and short ways to ask it things. */
final class ChallengeBench implements AutoCloseable {
    static final Config.Challenge LIMITS =
            new Config.Challenge(2_000, 16_000, 1_000, 1_000, Duration.ofMinutes(10), Duration.ofMinutes(10), 3);
    static final SlotId SLOT = new SlotId("slot0000");

    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final LuaScript DUMP = LuaScript.of("dump", """
            local all = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
                all[#all + 1] = key
                local kind = redis.call('TYPE', key).ok
                if kind == 'string' then
                    all[#all + 1] = redis.call('GET', key)
                elseif kind == 'hash' then
                    for _, part in ipairs(redis.call('HGETALL', key)) do all[#all + 1] = part end
                end
            end
            return all
            """);
    private static final LuaScript RAW = LuaScript.of("raw", "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

    final DeskId desk = new DeskId("desk-" + Long.toString(System.nanoTime(), 36));
    final Vertx vertx = Vertx.vertx();
    final Bus bus = Bus.of(vertx);
    final Config config = config();
    final Pool database = Pools.open(vertx, config.postgres());
    final RedisGateway redis = RedisGateway.open(vertx, config.redis());

    ChallengeBench() {
        await(vertx.deployVerticle(new LimitVerticle(config)));
        await(vertx.deployVerticle(new HoldVerticle(config)));
        await(vertx.deployVerticle(new ChallengeVerticle(config, database, Clock.systemUTC())));
        await(database.preparedQuery("insert into desk (id, definition) values ($1, $2)")
                .execute(Tuple.of(desk.value(), new JsonObject())));
        List<SeatWord> seats = IntStream.range(0, 50)
                .mapToObj(seat -> new SeatWord(
                        new Seat(SLOT, seat),
                        Instant.now().plus(Duration.ofDays(10)),
                        1,
                        new Availability.FreeFrom(Instant.EPOCH)))
                .toList();
        ask(HoldMessages.REBUILD, new HoldMessages.Rebuild(desk, seats));
    }

    private static Config config() {
        Config parts = ConfigLoader.load(
                null,
                Map.of(
                        "CRENEAU_HTTP_PUBLIC_URL", "http://localhost",
                        "CRENEAU_SECURITY_KEYS", SECRET,
                        "CRENEAU_SECURITY_PERSON_KEY", SECRET,
                        "CRENEAU_SECURITY_SECURE_COOKIES", "false",
                        "CRENEAU_POSTGRES_PASSWORD", "postgres",
                        "CRENEAU_SMTP_START_TLS", "disabled",
                        "CRENEAU_LIMITS_CODES_PER_HOLD", "2/1h",
                        "CRENEAU_LIMITS_CODES_PER_EMAIL", "4/1h",
                        "CRENEAU_LIMITS_CODES_PER_PREFIX", "5/1h"));
        return new Config(
                parts.http(),
                parts.management(),
                Backends.redis(),
                Backends.freshDatabase(),
                parts.smtp(),
                parts.security(),
                parts.holds(),
                parts.bookings(),
                LIMITS,
                parts.limits(),
                parts.waitingRoom(),
                parts.theme(),
                parts.logs());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done after 30 s", late);
        }
    }

    <Q, R> R ask(Address<Q, R> address, Q question) {
        return await(bus.request(address, question));
    }

    /** A session that chose a slot. */
    SessionId holder() {
        SessionId session = new SessionId(Tokens.random());
        PlaceOutcome placed = ask(
                HoldMessages.PLACE,
                new HoldMessages.Place(desk, SLOT, session, Instant.now().plusSeconds(30)));
        if (placed instanceof PlaceOutcome.Held) {
            return session;
        }
        throw new AssertionError("not held: " + placed);
    }

    Hold hold(SessionId session) {
        return ((HoldOutcome.Live) ask(HoldMessages.FIND, new HoldMessages.Find(desk, session))).hold();
    }

    void release(SessionId session) {
        ask(
                HoldMessages.RELEASE,
                new HoldMessages.Release(desk, session, hold(session).fence()));
    }

    /** What a browser posts after solving the challenge of a session's hold. */
    String solved(SessionId session) {
        return Solver.solve(ask(
                        ChallengeMessages.ISSUE,
                        new ChallengeMessages.Issue(desk, hold(session).id()))
                .json());
    }

    CheckOutcome solve(SessionId session, String payload) {
        return ask(ChallengeMessages.SOLVE, new ChallengeMessages.Solve(desk, session, payload));
    }

    ChallengeMessages.SendCodeOutcome sendCode(SessionId session, String address, String network) {
        return ask(
                ChallengeMessages.SEND_CODE,
                new ChallengeMessages.SendCode(desk, session, new EmailAddress(address), Language.FR, network));
    }

    CheckOutcome checkCode(SessionId session, String typed) {
        return ask(ChallengeMessages.CHECK_CODE, new ChallengeMessages.CheckCode(desk, session, typed));
    }

    /** The newest code in the outbox for that address. */
    String codeMailedTo(String address) {
        return lastMailTo(address).getString("code");
    }

    Instant codeValidUntil(String address) {
        return Instant.parse(lastMailTo(address).getString("validUntil"));
    }

    private JsonObject lastMailTo(String address) {
        String content = await(database.preparedQuery(
                                "select content from outbox where recipient = $1 order by created_at desc limit 1")
                        .execute(Tuple.of(address)))
                .iterator()
                .next()
                .getString(0);
        return new JsonObject(content);
    }

    int mailsWritten() {
        return await(database.query("select count(*) from outbox").execute())
                .iterator()
                .next()
                .getInteger(0);
    }

    /** All keys and values of Redis that a person could read. */
    List<String> everythingInRedis() {
        List<String> all = new ArrayList<>();
        await(redis.run(DUMP, List.of(), List.of())).forEach(part -> all.add(part.toString()));
        return all;
    }

    String raw(String command, String key, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        return await(redis.run(RAW, List.of("{" + desk + "}:challenge:" + key), all))
                .toString();
    }

    @Override
    public void close() {
        await(redis.close());
        await(vertx.close());
    }
}
