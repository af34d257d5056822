package fr.creneau.idempotency;

import fr.creneau.bus.Done;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.idempotency.IdempotencyMessages.Before;
import fr.creneau.idempotency.IdempotencyMessages.Remember;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.redis.RedisUnavailableException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Keys and what came with them, in Redis: keyed hashes of both, nothing of either. */
final class RequestKeys {
    /**
     * Since it last came. As long as the token that came with it is good: with that token no later repetition can come. A client that
     * had its token renewed meanwhile, and waits longer, makes a new request.
     */
    static final Duration LIFETIME = Duration.ofHours(2);

    private static final LuaScript SCRIPT = LuaScript.load("redis/remember.lua");

    private final RedisGateway redis;
    private final Keyring keys;

    RequestKeys(RedisGateway redis, Config.Security security) {
        this.redis = redis;
        this.keys = Keyring.derive(security.keys(), "idempotency");
    }

    Future<Before> remember(Remember request) {
        String content = pseudonym(HexFormat.of().formatHex(request.content().getBytes()));
        return run(request, content)
                .recover(fault -> fault instanceof RedisUnavailableException
                        ? Future.succeededFuture(Before.NOTHING)
                        : Future.failedFuture(fault));
    }

    /** Nothing was done for it: it may be sent again, and is then no repetition. */
    Future<Done> forget(Remember request) {
        return run(request, "").map(Done.DONE);
    }

    private Future<Before> run(Remember request, String content) {
        String name = "{" + request.desk() + "}:request:"
                + pseudonym(request.session().value() + '\n' + request.key());
        return redis.run(SCRIPT, List.of(name), List.of(content, String.valueOf(LIFETIME.toMillis())))
                .map(reply -> before(reply.toInteger()));
    }

    private static Before before(int reply) {
        return switch (reply) {
            case 0 -> Before.NOTHING;
            case 1 -> Before.SAME;
            default -> Before.OTHER;
        };
    }

    private String pseudonym(String text) {
        return HexFormat.of().formatHex(keys.mac(text));
    }
}
