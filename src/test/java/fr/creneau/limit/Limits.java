package fr.creneau.limit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.Rate;
import fr.creneau.config.Secret;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome;
import fr.creneau.limit.LimitMessages.TakeOutcome.Limited;
import fr.creneau.limit.LimitMessages.TakeOutcome.Taken;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Limits as several instances count them, whatever Redis is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Limits {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final int INSTANCES = 4;
    /** Seven do not divide an hour: what is rounded must not be lost. */
    private static final Rate SEVEN = new Rate(7, Duration.ofHours(1));

    private static final Rate HUNDRED = new Rate(100, Duration.ofHours(1));
    private static final Config.Limits LIMITS = new Config.Limits(
            Rate.OFF, Rate.OFF, 1, HUNDRED, SEVEN, Rate.OFF, SEVEN, SEVEN, Rate.OFF, Rate.OFF, Rate.OFF, Duration.ZERO);
    private static final LuaScript RAW = LuaScript.of("raw", "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

    private final List<Vertx> vertx =
            IntStream.range(0, INSTANCES).mapToObj(i -> Vertx.vertx()).toList();
    private List<RedisGateway> gateways;
    private List<Limiter> limiters;
    private DeskId desk;

    /** The Redis under test. */
    abstract Config.Redis redis();

    @BeforeAll
    void open() {
        gateways = vertx.stream().map(one -> RedisGateway.open(one, redis())).toList();
        limiters = gateways.stream()
                .map(gateway -> new Limiter(gateway, "redis/test-clock.lua", LIMITS, pseudonyms()))
                .toList();
    }

    @AfterAll
    void close() {
        vertx.forEach(one -> await(one.close()));
    }

    @BeforeEach
    void anotherDesk() {
        desk = new DeskId("desk-" + Long.toString(System.nanoTime(), 36));
        at(NOW);
    }

    /** What the script does, as separate commands: look at the count, then write it. */
    @Test
    void lookingFirstAndCountingThenAllowsMoreThanTheLimit() {
        List<Future<Response>> looks =
                IntStream.range(0, 400).mapToObj(i -> raw(i, "count", "STRLEN")).toList();
        long allowed = looks.stream()
                .map(Limits::await)
                .filter(taken -> taken.toInteger() < HUNDRED.burst())
                .count();
        looks.forEach(look -> await(raw(0, "count", "APPEND", "x")));
        assertThat(allowed).isGreaterThan(HUNDRED.burst());
    }

    @Test
    void manyInstancesAtOnceAreGrantedExactlyTheBurst() {
        List<Future<TakeOutcome>> takes = IntStream.range(0, 2_000)
                .mapToObj(i -> limiters.get(i % INSTANCES).take(take(Kind.REQUEST_EMAIL, "a@example.org")))
                .toList();
        List<TakeOutcome> outcomes = takes.stream().map(Limits::await).toList();
        assertThat(outcomes).filteredOn(Taken.class::isInstance).hasSize(HUNDRED.burst());
    }

    /** By Redis's own clock, which goes on: in an hour nothing more than a unit comes back during the test. */
    @Test
    void onRedisTimeAsWell() {
        List<Limiter> real = gateways.stream()
                .map(gateway -> new Limiter(gateway, "redis/clock.lua", LIMITS, pseudonyms()))
                .toList();
        List<Future<TakeOutcome>> takes = IntStream.range(0, 1_000)
                .mapToObj(i -> real.get(i % INSTANCES).take(take(Kind.REQUEST_PERSON, "0002345678")))
                .toList();
        assertThat(takes.stream().map(Limits::await).filter(Taken.class::isInstance))
                .hasSize(SEVEN.burst());
    }

    /** Against a bucket of tokens, which is another way to say the same. */
    @Test
    void overTimeExactlyWhatComesBackIsGranted() {
        Random random = new Random(1);
        long interval = SEVEN.intervalMicros();
        long credit = SEVEN.burst() * interval;
        Instant now = NOW;
        for (int step = 0; step < 1_000; step++) {
            long millis = random.nextInt(4) == 0 ? 0 : random.nextInt(900_000);
            now = now.plusMillis(millis);
            at(now);
            credit = Math.min(SEVEN.burst() * interval, credit + millis * 1_000);
            TakeOutcome outcome = ask(step, take(Kind.CODE_EMAIL, "b@example.org"));
            if (credit >= interval) {
                assertThat(outcome).as("step %d", step).isEqualTo(new Taken());
                credit -= interval;
            } else {
                long wait = (interval - credit + 999) / 1_000;
                assertThat(outcome).as("step %d", step).isEqualTo(new Limited(Duration.ofMillis(wait)));
            }
        }
    }

    @Test
    void whoComesBackWhenToldIsGranted() {
        Take take = take(Kind.REQUEST_PERSON, "0002345678");
        IntStream.range(0, 7).forEach(i -> assertThat(ask(i, take)).isEqualTo(new Taken()));
        Limited limited = (Limited) ask(0, take);
        at(NOW.plus(limited.retryAfter()).minusMillis(1));
        assertThat(ask(1, take)).isEqualTo(new Limited(Duration.ofMillis(1)));
        at(NOW.plus(limited.retryAfter()));
        assertThat(ask(2, take)).isEqualTo(new Taken());
    }

    @Test
    void nothingIsTakenOfAnyBudgetUnlessAllHaveEnough() {
        Budget scarce = new Budget(Kind.REQUEST_PERSON, "0002345678");
        Budget plenty = new Budget(Kind.REQUEST_EMAIL, "a@example.org");
        IntStream.range(0, 7).forEach(i -> ask(i, new Take(desk, scarce, plenty)));
        IntStream.range(0, 200)
                .forEach(i -> assertThat(ask(i, new Take(desk, plenty, scarce))).isInstanceOf(Limited.class));
        IntStream.range(0, 93)
                .forEach(i -> assertThat(ask(i, new Take(desk, plenty))).isEqualTo(new Taken()));
        assertThat(ask(0, new Take(desk, plenty))).isInstanceOf(Limited.class);
    }

    @Test
    void anActIsChargedOnceHoweverOftenItIsRepeated() {
        List<Budget> budget = List.of(new Budget(Kind.REQUEST_PERSON, "0002345678"));
        List<Future<TakeOutcome>> repeated = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            repeated.add(limiters.get(i % INSTANCES).take(new Take(desk, budget, Optional.of("one"))));
        }
        assertThat(repeated.stream().map(Limits::await)).containsOnly(new Taken());
        for (int i = 1; i < 7; i++) {
            assertThat(ask(i, new Take(desk, budget, Optional.of("act " + i)))).isEqualTo(new Taken());
        }
        assertThat(ask(0, new Take(desk, budget, Optional.of("another")))).isInstanceOf(Limited.class);
        assertThat(ask(0, new Take(desk, budget, Optional.of("one")))).isEqualTo(new Taken());
    }

    @Test
    void aRefusedActIsNotRemembered() {
        List<Budget> budget = List.of(new Budget(Kind.REQUEST_PERSON, "0002345678"));
        IntStream.range(0, 7).forEach(i -> ask(i, new Take(desk, budget, Optional.empty())));
        Take refused = new Take(desk, budget, Optional.of("refused"));
        assertThat(ask(0, refused)).isInstanceOf(Limited.class);
        assertThat(ask(1, refused)).isInstanceOf(Limited.class);
    }

    @Test
    void subjectsKindsAndDesksAreCountedApart() {
        IntStream.range(0, 7).forEach(i -> ask(i, take(Kind.CODE_EMAIL, "a@example.org")));
        assertThat(ask(0, take(Kind.CODE_EMAIL, "a@example.org"))).isInstanceOf(Limited.class);
        assertThat(ask(0, take(Kind.CODE_EMAIL, "b@example.org"))).isEqualTo(new Taken());
        assertThat(ask(0, take(Kind.CODE_PREFIX, "a@example.org"))).isEqualTo(new Taken());
        Take elsewhere = new Take(new DeskId(desk.value() + "-b"), new Budget(Kind.CODE_EMAIL, "a@example.org"));
        assertThat(ask(0, elsewhere)).isEqualTo(new Taken());
    }

    @Test
    void aLimitThatIsOffNeverRefuses() {
        IntStream.range(0, 300)
                .forEach(i -> assertThat(ask(i, take(Kind.CODE_HOLD, "h"))).isEqualTo(new Taken()));
    }

    /** After a failover the new master's clock may be behind. */
    @Test
    void aClockThatGoesBackMakesNobodyWaitLongerThanTheLimitSays() {
        Take take = take(Kind.REQUEST_PERSON, "0002345678");
        IntStream.range(0, 7).forEach(i -> ask(i, take));
        at(NOW.minus(Duration.ofDays(2)));
        assertThat(ask(0, take))
                .isInstanceOfSatisfying(
                        Limited.class,
                        limited -> assertThat(limited.retryAfter()).isLessThan(Duration.ofMinutes(9)));
    }

    private void at(Instant time) {
        await(raw(0, "clock", "SET", String.valueOf(time.toEpochMilli())));
    }

    private Future<Response> raw(int instance, String key, String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return gateways.get(instance % INSTANCES).run(RAW, List.of("{" + desk + "}:" + key), all);
    }

    private Take take(Kind kind, String subject) {
        return new Take(desk, new Budget(kind, subject));
    }

    private TakeOutcome ask(int instance, Take take) {
        return await(limiters.get(instance % INSTANCES).take(take));
    }

    static Pseudonyms pseudonyms() {
        Secret key = new Secret("k".repeat(32));
        return new Pseudonyms(new Config.Security(List.of(key), key, true));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done after 30 s", late);
        }
    }
}
