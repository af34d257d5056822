package fr.creneau.limit;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Answers {@link LimitMessages}. */
public final class LimitVerticle extends VerticleBase {
    private final Config config;
    private @Nullable RedisGateway redis;

    public LimitVerticle(Config config) {
        this.config = config;
    }

    /** Succeeds even while Redis is away. */
    @Override
    public Future<?> start() {
        redis = RedisGateway.open(vertx, config.redis());
        Limiter limiter = new Limiter(redis, "redis/clock.lua", config.limits(), new Pseudonyms(config.security()));
        return Bus.of(vertx).answer(LimitMessages.TAKE, limiter::take).completion();
    }

    @Override
    public Future<?> stop() {
        return redis == null ? Future.succeededFuture() : redis.close();
    }
}
