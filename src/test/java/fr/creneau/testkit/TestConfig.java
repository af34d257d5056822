package fr.creneau.testkit;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A configuration for a whole instance on the tests' backends. */
public final class TestConfig {
    private TestConfig() {}

    /** What an operator would put into the environment; change what a test needs and load it. */
    public static Map<String, String> environment(Config.Postgres postgres, Config.Smtp smtp, int port) {
        return environment(postgres, smtp, Backends.redis(), port);
    }

    private static Map<String, String> environment(
            Config.Postgres postgres, Config.Smtp smtp, Config.Redis redis, int port) {
        Map<String, String> values = new HashMap<>();
        values.put("CRENEAU_HTTP_HOST", "127.0.0.1");
        values.put("CRENEAU_HTTP_PORT", String.valueOf(port));
        values.put("CRENEAU_HTTP_PUBLIC_URL", "http://localhost:" + port);
        values.put("CRENEAU_HTTP_ALLOWED_HOSTS", "127.0.0.1");
        values.put("CRENEAU_HTTP_DRAIN", "0s");
        values.put("CRENEAU_MANAGEMENT_PORT", "0");
        values.put("CRENEAU_POSTGRES_HOST", postgres.host());
        values.put("CRENEAU_POSTGRES_PORT", String.valueOf(postgres.port()));
        values.put("CRENEAU_POSTGRES_DATABASE", postgres.database());
        values.put("CRENEAU_POSTGRES_USER", postgres.user());
        values.put("CRENEAU_POSTGRES_PASSWORD", postgres.password().value());
        values.put("CRENEAU_REDIS_MODE", redis.mode().name().toLowerCase(Locale.ROOT));
        values.put("CRENEAU_REDIS_ENDPOINTS", String.join(",", redis.endpoints()));
        if (!redis.master().isEmpty()) {
            values.put("CRENEAU_REDIS_MASTER", redis.master());
        }
        values.put("CRENEAU_SMTP_HOST", smtp.host());
        values.put("CRENEAU_SMTP_PORT", String.valueOf(smtp.port()));
        values.put("CRENEAU_SMTP_START_TLS", "disabled");
        values.put("CRENEAU_SECURITY_KEYS", "test-key-".repeat(4));
        values.put("CRENEAU_SECURITY_PERSON_KEY", "test-person-key-".repeat(3));
        values.put("CRENEAU_LIMITS_FORM_TIME", "0s");
        // A crowd of tests comes from one address.
        values.put("CRENEAU_LIMITS_ENROLMENTS_PER_PREFIX", "off");
        values.put("CRENEAU_LOGS_LEVEL", "warn");
        return values;
    }

    /** Of an instance that programs talk to, with a Redis of its own: cookies work without TLS, and the proof of work is cheap. */
    public static Map<String, String> environment(
            Config.Postgres postgres, Config.Smtp smtp, RedisProcess redis, int port) {
        return programs(postgres, smtp, redis.config(), port);
    }

    /** The same with whatever serves as Redis. */
    public static Map<String, String> programs(
            Config.Postgres postgres, Config.Smtp smtp, Config.Redis redis, int port) {
        Map<String, String> values = environment(postgres, smtp, redis, port);
        values.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
        values.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        return values;
    }

    /** A relay on this machine that wants neither TLS nor a login. */
    public static Config.Smtp relay(int port, Duration patience) {
        return new Config.Smtp(
                "127.0.0.1",
                port,
                Config.StartTls.DISABLED,
                false,
                Optional.empty(),
                Optional.empty(),
                2,
                patience,
                5,
                Optional.empty());
    }

    public static Config of(Config.Postgres postgres, Config.Smtp smtp, int port) {
        return ConfigLoader.load(null, environment(postgres, smtp, port));
    }
}
