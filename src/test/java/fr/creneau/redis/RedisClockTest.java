package fr.creneau.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RedisClockTest {
    private static final Instant NOW = Instant.parse("2026-03-02T11:00:00Z");

    private final RedisClock clock = new RedisClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void untilRedisWasAskedItIsTheMachinesTime() {
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void aMachineThatIsLateGoesByTheTimeOfRedis() {
        clock.learn(NOW, NOW.plusSeconds(3_600), NOW);
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(3_600));
    }

    @Test
    void aMachineThatIsEarlyGoesByTheTimeOfRedis() {
        clock.learn(NOW, NOW.minusSeconds(3_600), NOW);
        assertThat(clock.instant()).isEqualTo(NOW.minusSeconds(3_600));
    }

    @Test
    void redisToldItsTimeHalfWayBetweenQuestionAndAnswer() {
        clock.learn(NOW, NOW.plusSeconds(60), NOW.plusMillis(200));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(60).minusMillis(100));
    }

    @Test
    void aDifferenceThatTheNetworkExplainsIsNone() {
        clock.learn(NOW, NOW.plusSeconds(60), NOW);
        clock.learn(NOW, NOW.plusSeconds(60).plusMillis(150), NOW.plus(Duration.ofMillis(200)));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(60));
    }
}
