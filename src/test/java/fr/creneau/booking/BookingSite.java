package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.bus.Address;
import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.hold.SessionId;
import fr.creneau.limit.LimitVerticle;
import fr.creneau.pg.Pools;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.TestDesks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * One instance of the booking and hold stores on the real PostgreSQL and Redis. Only the schedule's snapshot is given by the test: it
 * says which rules the desk has. Several sites on one {@link BookingDatabase} are several instances of the product.
 */
final class BookingSite implements AutoCloseable {
    static final String COMMUNE = "97302";
    /** A test proves what happens, not how fast a busy machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final LuaScript LAPSE = LuaScript.of("lapse", """
            local base = string.sub(KEYS[1], 1, -5)
            local expiries = base .. redis.call('HGET', KEYS[1], 'epoch') .. ':exp'
            for _, seat in ipairs(redis.call('ZRANGE', expiries, 0, -1)) do
                redis.call('ZADD', expiries, 0, seat)
            end
            return 1
            """);

    private static final AtomicInteger people = new AtomicInteger(100_000_000);

    final Vertx vertx = Vertx.vertx();
    final Bus bus = Bus.of(vertx);
    final BookingDatabase database;
    /** The schedule answers after it: a test may let a submission wait there. */
    volatile Future<Void> rules = Future.succeededFuture();

    final AtomicInteger rulesAsked = new AtomicInteger();
    private final SeatMirror mirror;

    BookingSite(BookingDatabase database) {
        this(database, Steps.PRODUCTION, Map.of());
    }

    BookingSite(BookingDatabase database, Steps steps, Map<String, String> settings) {
        this(database, database.postgres, steps, settings);
    }

    BookingSite(BookingDatabase database, Config.Postgres postgres, Steps steps, Map<String, String> settings) {
        this.database = database;
        // An instance has one pool: it goes the way the test laid.
        Pool pool = Pools.open(vertx, postgres);
        PgSeatStore seats = new PgSeatStore();
        mirror = new SeatMirror(vertx, bus, pool, seats, new DeskRebuild(bus, pool, seats), Steps.PRODUCTION);
        Config config = config(postgres, settings);
        Snapshot snapshot = new Snapshot(
                Instant.now(),
                Map.of(database.desk, new DeskSchedule(TestDesks.desk(database.desk.value()), List.of())));
        bus.answer(ScheduleMessages.CURRENT, current -> {
            rulesAsked.incrementAndGet();
            return rules.map(snapshot);
        });
        await(vertx.deployVerticle(new LimitVerticle(config)));
        await(vertx.deployVerticle(new HoldVerticle(config)));
        await(vertx.deployVerticle(new BookingVerticle(config, Clock.systemUTC(), steps)));
    }

    static Config config(Config.Postgres postgres, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "CRENEAU_HTTP_PUBLIC_URL", "http://localhost:8080",
                "CRENEAU_POSTGRES_HOST", postgres.host(),
                "CRENEAU_POSTGRES_PORT", String.valueOf(postgres.port()),
                "CRENEAU_POSTGRES_DATABASE", postgres.database(),
                "CRENEAU_POSTGRES_USER", postgres.user(),
                "CRENEAU_POSTGRES_PASSWORD", postgres.password().value(),
                "CRENEAU_REDIS_ENDPOINTS", BookingDatabase.redis().endpoints().get(0),
                "CRENEAU_SECURITY_KEYS", "k".repeat(32),
                "CRENEAU_SECURITY_PERSON_KEY", "p".repeat(32)));
        environment.putAll(settings);
        return ConfigLoader.load(null, environment);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done after 30 s", late);
        }
    }

    <Q, R> R ask(Address<Q, R> address, Q question) {
        return await(bus.request(new Address<>(address.name(), PATIENCE), question));
    }

    /** A new slot, of whose seats Redis has heard: told at once, as another instance might, not at the next sweep. */
    SlotId sell(int capacity) {
        SlotId slot = database.slot(capacity);
        await(mirror.sweep());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(free(slot)).contains(capacity));
        return slot;
    }

    static SessionId session() {
        return new SessionId(Tokens.random());
    }

    /** A person nobody else is. */
    static Applicant person() {
        int number = people.incrementAndGet();
        return new Applicant(
                "Bélizaire",
                "Éloïse",
                new EmailAddress("p" + number + "@example.org"),
                new AgdrefNumber("9" + number),
                Optional.of("0694 00 00 00"));
    }

    static Answers renewal(LocalDate expiry) {
        return new Answers(Procedure.RENEWAL, expiry, COMMUNE);
    }

    /** A permit that expires on the day of the slots. */
    Answers answers() {
        return renewal(database.day());
    }

    /** A proven hold. */
    Hold hold(SessionId session, SlotId slot) {
        PlaceOutcome placed = ask(
                HoldMessages.PLACE,
                new HoldMessages.Place(
                        database.desk, slot, session, Instant.now().plusSeconds(5)));
        if (!(placed instanceof PlaceOutcome.Held)) {
            throw new AssertionError("not held: " + placed);
        }
        return prove(session);
    }

    Hold prove(SessionId session) {
        HoldOutcome proven = ask(HoldMessages.PROVE, new HoldMessages.Prove(database.desk, session));
        return ((HoldOutcome.Live) proven).hold();
    }

    /** What Redis has of a session's hold is gone, if there was any; not given back by its holder, which Redis would remember. */
    void lose(SessionId session) {
        HoldOutcome found = ask(HoldMessages.FIND, new HoldMessages.Find(database.desk, session));
        if (found instanceof HoldOutcome.Live live) {
            ask(
                    HoldMessages.RELEASE,
                    new HoldMessages.Release(database.desk, session, live.hold().fence()));
        }
    }

    Open submission(SessionId session, Hold hold, Applicant applicant) {
        return new Open(
                database.desk,
                session,
                hold.id(),
                hold.proven(),
                hold.expiresAt(),
                hold.seat().slot(),
                applicant,
                answers(),
                Language.FR);
    }

    OpenOutcome open(Open request) {
        return await(later(request));
    }

    /** Under way, with others. */
    Future<OpenOutcome> later(Open request) {
        return bus.request(new Address<>(BookingMessages.OPEN.name(), PATIENCE), request);
    }

    /** Holds, proves and submits; the request's id and until when it must be confirmed. */
    OpenOutcome.Opened submit(SessionId session, SlotId slot, Applicant applicant) {
        return (OpenOutcome.Opened) open(submission(session, hold(session, slot), applicant));
    }

    /** Free seats of a slot by Redis's word; empty while the desk is not known. */
    Optional<Integer> free(SlotId slot) {
        CountOutcome outcome = ask(HoldMessages.COUNT, new HoldMessages.Count(database.desk));
        return outcome instanceof CountOutcome.Counted counted
                ? Optional.of(counted.free().getOrDefault(slot, 0))
                : Optional.empty();
    }

    /** Lets the time of all holds of the desk run out, as if they had been made that long ago. */
    void lapseHolds() {
        RedisGateway redis = RedisGateway.open(vertx, BookingDatabase.redis());
        await(redis.run(LAPSE, List.of("{" + database.desk.value() + "}:meta"), List.of()));
        await(redis.close());
    }

    DeskId desk() {
        return database.desk;
    }

    /** Drops the instance: its connections break, and what was under way with them. */
    @Override
    public void close() {
        await(vertx.close());
    }
}
