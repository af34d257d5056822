package fr.creneau.idempotency;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Answers {@link IdempotencyMessages}. */
public final class IdempotencyVerticle extends VerticleBase {
    private final Config config;
    private @Nullable RedisGateway redis;

    public IdempotencyVerticle(Config config) {
        this.config = config;
    }

    /** Succeeds even while Redis is away. */
    @Override
    public Future<?> start() {
        redis = RedisGateway.open(vertx, config.redis());
        RequestKeys keys = new RequestKeys(redis, config.security());
        Bus bus = Bus.of(vertx);
        return bus.answer(IdempotencyMessages.REMEMBER, keys::remember)
                .completion()
                .compose(known ->
                        bus.answer(IdempotencyMessages.FORGET, keys::forget).completion());
    }

    @Override
    public Future<?> stop() {
        return redis == null ? Future.succeededFuture() : redis.close();
    }
}
