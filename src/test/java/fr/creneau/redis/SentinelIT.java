package fr.creneau.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestSentinel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SentinelIT {
    private static final LuaScript WRITE = LuaScript.of("write", "return redis.call('INCR', KEYS[1])");
    private static final Duration FAILOVER = Duration.ofSeconds(60);

    private final TestSentinel redis = new TestSentinel();
    private final Vertx vertx = Vertx.vertx();
    private final RedisGateway gateway = RedisGateway.open(vertx, redis.config());

    @AfterEach
    void close() throws Exception {
        gateway.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(10, TimeUnit.SECONDS);
        redis.close();
    }

    @Test
    void afterAFailoverTheNewMasterIsWrittenTo() throws IOException {
        writesTo(redis.first);
        redis.failOver();
        await().atMost(FAILOVER).until(() -> isMaster(redis.second));
        writesTo(redis.second);
        assertThat(isMaster(redis.second)).isTrue();
    }

    @Test
    void afterTheMastersDeathItsReplicaIsWrittenTo() throws IOException {
        writesTo(redis.first);
        redis.first.kill();
        writesTo(redis.second);
    }

    /** Writes until the write is seen on that node, as the master it is. */
    private void writesTo(RedisProcess node) {
        await().atMost(FAILOVER)
                .ignoreException(RedisUnavailableException.class)
                .until(() -> {
                    String value = gateway.run(WRITE, List.of("counter"), List.of())
                            .await(10, TimeUnit.SECONDS)
                            .toString();
                    return isMaster(node) && node.ask("GET counter").contains("\r\n" + value + "\r\n");
                });
    }

    private static boolean isMaster(RedisProcess node) throws IOException {
        return node.ask("ROLE").contains("master\r\n");
    }
}
