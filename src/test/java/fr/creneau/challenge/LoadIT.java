package fr.creneau.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How busy a desk is, as several instances measure it together. */
class LoadIT {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final LuaScript RAW = LuaScript.of("raw", "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

    private static Vertx vertx;
    private static List<RedisGateway> gateways;
    private static List<ChallengeStore> instances;

    private final DeskId desk = new DeskId("desk-" + Long.toString(System.nanoTime(), 36));

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        gateways = IntStream.range(0, 3)
                .mapToObj(i -> RedisGateway.open(vertx, Backends.redis()))
                .toList();
        instances = gateways.stream()
                .map(gateway ->
                        new ChallengeStore(gateway, ChallengeBench.LIMITS, ChallengeStore.BURN, "redis/test-clock.lua"))
                .toList();
    }

    @AfterAll
    static void close() {
        ChallengeBench.await(vertx.close());
    }

    @BeforeEach
    void noon() {
        at(NOW);
    }

    @Test
    void holdsAreCountedOverAllInstances() {
        List<Future<Long>> loads = IntStream.range(0, 90)
                .mapToObj(i -> instances.get(i % 3).load(desk, "hold " + i))
                .toList();
        ChallengeBench.await(Future.all(loads));
        assertThat(load(0, "one more")).isEqualTo(91);
    }

    @Test
    void oneHoldThatAsksAgainAndAgainIsNoLoad() {
        for (int i = 0; i < 50; i++) {
            assertThat(load(i, "hold")).isEqualTo(1);
        }
    }

    @Test
    void theLoadFadesWithinMinutes() {
        IntStream.range(0, 100).forEach(i -> load(i, "hold " + i));
        at(NOW.plus(Duration.ofMinutes(1)));
        assertThat(load(0, "hold 0")).isEqualTo(37);
        at(NOW.plus(Duration.ofMinutes(6)));
        assertThat(load(0, "hold 0")).isZero();
    }

    @Test
    void aSteadyStreamIsMeasuredAsHoldsAMinute() {
        long load = 0;
        for (int second = 0; second < 600; second++) {
            at(NOW.plusSeconds(second));
            load(second, "a" + second);
            load = load(second, "b" + second);
        }
        assertThat(load).isBetween(115L, 125L);
    }

    private long load(int instance, String hold) {
        return ChallengeBench.await(instances.get(instance % 3).load(desk, hold));
    }

    private void at(Instant time) {
        ChallengeBench.await(gateways.get(0)
                .run(RAW, List.of("{" + desk + "}:clock"), List.of("SET", String.valueOf(time.toEpochMilli()))));
    }
}
