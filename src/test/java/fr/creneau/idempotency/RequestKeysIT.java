package fr.creneau.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.SessionId;
import fr.creneau.idempotency.IdempotencyMessages.Before;
import fr.creneau.idempotency.IdempotencyMessages.Remember;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.testkit.Backends;
import fr.creneau.web.Configs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestKeysIT {
    private static final LuaScript RAW = LuaScript.of("raw", "return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))");

    private final Vertx vertx = Vertx.vertx();
    private final RedisGateway redis = RedisGateway.open(vertx, Backends.redis());
    private final RequestKeys keys = new RequestKeys(redis, Configs.config().security());
    private final DeskId desk =
            new DeskId("keys-" + UUID.randomUUID().toString().substring(0, 8));

    @AfterEach
    void close() throws TimeoutException {
        await(redis.close());
        await(vertx.close());
    }

    @Test
    void aKeyIsRememberedSinceItLastCame() throws TimeoutException {
        assertThat(await(keys.remember(request("a", "1")))).isEqualTo(Before.NOTHING);
        String name = raw("KEYS", "{" + desk + "}:request:*").get(0).toString();
        for (String content : List.of("1", "2")) {
            raw("PEXPIRE", name, "60000");
            assertThat(await(keys.remember(request("a", content))))
                    .isEqualTo(content.equals("1") ? Before.SAME : Before.OTHER);
            assertThat(raw("PTTL", name).toLong())
                    .isBetween(Duration.ofHours(1).toMillis(), RequestKeys.LIFETIME.toMillis());
        }
    }

    @Test
    void aForgottenKeyIsNew() throws TimeoutException {
        await(keys.remember(request("a", "1")));
        await(keys.forget(request("a", "1")));
        assertThat(await(keys.remember(request("a", "2")))).isEqualTo(Before.NOTHING);
    }

    private Remember request(String key, String content) {
        return new Remember(desk, new SessionId("session"), key, Buffer.buffer(content));
    }

    private Response raw(String command, String key, String... more) throws TimeoutException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more));
        return await(redis.run(RAW, List.of(key), arguments));
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(20, TimeUnit.SECONDS);
    }
}
