package fr.creneau.limit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome.Limited;
import fr.creneau.limit.LimitMessages.TakeOutcome.Taken;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.RedisProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleNodeLimitsIT extends Limits {
    @Override
    Config.Redis redis() {
        return Backends.redis();
    }

    @Test
    void theVerticleLimitsWhatIsConfiguredAndGrantsEverythingWhileRedisIsAway() throws IOException {
        Vertx vertx = Vertx.vertx();
        try (RedisProcess redis = RedisProcess.server()) {
            String key = "k".repeat(32);
            Config config = ConfigLoader.load(
                    null,
                    Map.of(
                            "CRENEAU_HTTP_PUBLIC_URL",
                            "https://rdv.example.org",
                            "CRENEAU_POSTGRES_PASSWORD",
                            key,
                            "CRENEAU_SECURITY_KEYS",
                            key,
                            "CRENEAU_SECURITY_PERSON_KEY",
                            key,
                            "CRENEAU_REDIS_ENDPOINTS",
                            redis.config().endpoints().get(0),
                            "CRENEAU_LIMITS_CODES_PER_EMAIL",
                            "1/1h"));
            await(vertx.deployVerticle(new LimitVerticle(config)));
            Bus bus = Bus.of(vertx);
            Take take = new Take(new DeskId("somewhere"), new Budget(Kind.CODE_EMAIL, "a@example.org"));
            assertThat(await(bus.request(LimitMessages.TAKE, take))).isEqualTo(new Taken());
            assertThat(await(bus.request(LimitMessages.TAKE, take))).isInstanceOf(Limited.class);
            String keys = redis.ask("KEYS *");
            assertThat(keys).contains("{somewhere}:limit:code-email:").doesNotContain("example");
            redis.close();
            for (int i = 0; i < 5; i++) {
                assertThat(await(bus.request(LimitMessages.TAKE, take))).isEqualTo(new Taken());
            }
        } finally {
            await(vertx.close());
        }
    }
}
