package fr.creneau.redis;

import fr.creneau.domain.ClockDifference;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of Redis, which all instances share, told by a machine whose own clock may be wrong: that clock, and by how much it was found
 * to differ. The machine's own time until Redis was asked. Thread-safe.
 */
public final class RedisClock extends Clock {
    private static final Logger log = LoggerFactory.getLogger(RedisClock.class);
    private static final LuaScript TIME = LuaScript.of("time", "return redis.call('TIME')");
    private static final Duration WORTH_TELLING = Duration.ofSeconds(5);
    private static final int MICROS = 1_000;

    private final Clock machine;
    private volatile ClockDifference difference = ClockDifference.NONE;

    public RedisClock(Clock machine) {
        this.machine = machine;
    }

    /** Asks Redis. What was known stays where it cannot be asked. */
    Future<Void> learn(RedisGateway redis) {
        Instant asked = machine.instant();
        return redis.run(TIME, List.of("creneau-time"), List.of()).map(reply -> {
            learn(asked, time(reply), machine.instant());
            return null;
        });
    }

    /** Redis told its time between two readings of the machine's clock. */
    void learn(Instant asked, Instant told, Instant answered) {
        ClockDifference found = difference.learn(asked, told, answered);
        if (found.ahead().minus(difference.ahead()).abs().compareTo(WORTH_TELLING) > 0) {
            log.warn("this machine's clock differs from that of Redis by {}: going by that of Redis", found.ahead());
        }
        difference = found;
    }

    private static Instant time(Response reply) {
        return Instant.ofEpochSecond(reply.get(0).toLong(), reply.get(1).toLong() * MICROS);
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(difference.ahead());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants only: days are of a desk's zone");
    }
}
