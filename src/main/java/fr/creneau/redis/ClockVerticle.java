package fr.creneau.redis;

import fr.creneau.config.Config;
import fr.creneau.task.Recurring;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps the {@link RedisClock} of this instance right. Deploy it before whatever goes by that clock. */
public final class ClockVerticle extends VerticleBase {
    /** A clock may be set, and another node may become the master, at any time. */
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Config.Redis config;
    private final RedisClock clock;
    private @Nullable RedisGateway redis;
    private @Nullable Recurring learning;

    public ClockVerticle(Config.Redis config, RedisClock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Ends when the time is known, or Redis could not be asked: then no hold can be placed either. */
    @Override
    public Future<?> start() {
        RedisGateway opened = RedisGateway.open(vertx, config);
        Recurring task = new Recurring(vertx, "learning the time of Redis", EVERY, () -> clock.learn(opened));
        redis = opened;
        learning = task;
        return clock.learn(opened).otherwiseEmpty().onComplete(asked -> task.wake());
    }

    @Override
    public Future<?> stop() {
        if (learning != null) {
            learning.stop();
        }
        return redis == null ? Future.succeededFuture() : redis.close();
    }
}
