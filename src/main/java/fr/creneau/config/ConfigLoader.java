package fr.creneau.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: a properties file in UTF-8, over which the environment has the last word ({@code http.port} is
 * {@code CRENEAU_HTTP_PORT} there). A secret may stand in a file of its own, named by its key with {@code -file} behind it.
 */
public final class ConfigLoader {
    private static final int SECRET_LENGTH = 32;
    /** How the keys of {@code docker/compose.yaml} begin. */
    private static final String PUBLISHED = "for-trying-only";
    /** Passes are remembered as used for twice as long. */
    private static final Duration LONGEST_TURN = Duration.ofHours(1);

    private ConfigLoader() {}

    /**
     * @param file the properties file, or null to use the environment alone
     * @throws ConfigException with everything that is wrong
     */
    public static Config load(@Nullable Path file, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Reading reading = new Reading(Sources.of(file, environment, problems::add), problems);
        Config config = read(reading);
        reading.finish();
        return config;
    }

    /** Every key with its default, as it is written in the documentation. */
    static Map<String, String> keys() {
        List<String> ignored = new ArrayList<>();
        Reading reading = new Reading(Sources.of(null, Map.of(), ignored::add), ignored);
        read(reading);
        return reading.keys();
    }

    private static Config read(Reading in) {
        Config.Http http = http(in);
        Config.Management management =
                new Config.Management(in.text("management.host", "127.0.0.1"), in.port("management.port", 8081));
        in.check(
                http.port() == 0 || http.port() != management.port(),
                "http.port, management.port",
                "the same port serves both");
        return new Config(
                http,
                management,
                redis(in),
                postgres(in),
                smtp(in),
                security(in, http.publicUrl()),
                holds(in),
                bookings(in),
                challenge(in),
                limits(in),
                waitingRoom(in),
                new Config.Theme(in.optional("theme.dir", Values::directory)),
                new Config.Logs(in.flag("logs.json", false), in.value("logs.level", "info", Values::level)));
    }

    private static Config.Http http(Reading in) {
        return new Config.Http(
                in.text("http.host", "0.0.0.0"),
                in.port("http.port", 8080),
                in.required("http.public-url", "https://example.org", Values::publicUrl),
                set(in, "http.allowed-hosts"),
                in.optional("http.trusted-proxies", Values::addresses).orElse(Set.of()),
                duration(in, "http.idle-timeout", "30s"),
                in.integer("http.max-body-bytes", 65_536, 1_024, 1_048_576),
                in.value("http.drain", "5s", Values::duration));
    }

    private static Config.Redis redis(Reading in) {
        Config.Redis redis = new Config.Redis(
                in.choice("redis.mode", Config.RedisMode.STANDALONE),
                in.value("redis.endpoints", "redis://localhost:6379", Values::endpoints),
                in.optional("redis.master", Function.identity()).orElse(""),
                in.secret("redis.password"),
                duration(in, "redis.timeout", "2s"),
                in.integer("redis.max-waiting", 4_096, 1, 1_000_000));
        in.check(
                redis.mode() != Config.RedisMode.SENTINEL || !redis.master().isEmpty(),
                "redis.master",
                "must be set when redis.mode is sentinel");
        in.check(
                redis.mode() != Config.RedisMode.STANDALONE || redis.endpoints().size() == 1,
                "redis.endpoints",
                "one endpoint when redis.mode is standalone");
        return redis;
    }

    private static Config.Postgres postgres(Reading in) {
        return new Config.Postgres(
                in.text("postgres.host", "localhost"),
                in.port("postgres.port", 5432),
                in.text("postgres.database", "creneau"),
                in.text("postgres.user", "creneau"),
                in.secrets("postgres.password", false, 1).get(0),
                in.flag("postgres.tls", false),
                in.integer("postgres.pool-size", 8, 1, 1_000),
                in.integer("postgres.max-waiting", 256, 32, 100_000),
                duration(in, "postgres.connect-timeout", "5s"),
                duration(in, "postgres.statement-timeout", "5s"));
    }

    private static Config.Smtp smtp(Reading in) {
        Config.Smtp smtp = new Config.Smtp(
                in.text("smtp.host", "localhost"),
                in.port("smtp.port", 587),
                in.choice("smtp.start-tls", Config.StartTls.REQUIRED),
                in.flag("smtp.tls", false),
                in.optional("smtp.user", Function.identity()),
                in.secret("smtp.password"),
                in.integer("smtp.connections", 4, 1, 100),
                duration(in, "smtp.timeout", "30s"),
                in.integer("smtp.attempts", 12, 1, 1_000),
                dkim(in));
        in.check(
                smtp.user().isPresent() == smtp.password().isPresent(), "smtp.user, smtp.password", "both, or neither");
        return smtp;
    }

    private static Optional<Config.Dkim> dkim(Reading in) {
        Optional<String> domain = in.optional("smtp.dkim.domain", Function.identity());
        Optional<String> selector = in.optional("smtp.dkim.selector", Function.identity());
        boolean named =
                in.optional("smtp.dkim.private-key", Function.identity()).isPresent();
        Optional<Secret> key = in.optional("smtp.dkim.private-key", Values::rsaKey);
        in.check(
                domain.isPresent() == selector.isPresent() && domain.isPresent() == named,
                "smtp.dkim.domain, smtp.dkim.selector, smtp.dkim.private-key",
                "all three, or none");
        return domain.flatMap(d -> selector.flatMap(s -> key.map(k -> new Config.Dkim(d, s, k))));
    }

    private static Config.Security security(Reading in, URI publicUrl) {
        Config.Security security = new Config.Security(
                in.secrets("security.keys", true, SECRET_LENGTH),
                in.secrets("security.person-key", false, SECRET_LENGTH).get(0),
                in.flag("security.secure-cookies", true));
        in.check(
                security.secureCookies() || !"https".equals(publicUrl.getScheme()),
                "security.secure-cookies",
                "false is for tests over plain HTTP, not for an https public-url");
        in.check(
                !"https".equals(publicUrl.getScheme())
                        || Stream.concat(security.keys().stream(), Stream.of(security.personKey()))
                                .noneMatch(key -> key.value().startsWith(PUBLISHED)),
                "security.keys, security.person-key",
                "anybody can read those of the Docker example: they are for localhost");
        return security;
    }

    private static Config.Holds holds(Reading in) {
        Config.Holds holds = new Config.Holds(
                duration(in, "holds.lifetime", "15m"),
                duration(in, "holds.unproven", "5m"),
                duration(in, "holds.seal", "30s"),
                duration(in, "holds.retry", "5m"),
                duration(in, "holds.extended", "30m"),
                in.value("holds.full-for", "1s", Values::duration));
        in.check(
                holds.unproven().compareTo(holds.lifetime()) <= 0
                        && holds.lifetime().compareTo(holds.extended()) <= 0,
                "holds.unproven, holds.lifetime, holds.extended",
                "must not be shorter in that order");
        return holds;
    }

    private static Config.Bookings bookings(Reading in) {
        Config.Bookings bookings = new Config.Bookings(
                duration(in, "bookings.confirm-within", "15m"),
                duration(in, "bookings.confirm-at-most", "30m"),
                in.value("bookings.cooling-min", "10m", Values::duration),
                in.value("bookings.cooling-max", "24h", Values::duration),
                duration(in, "bookings.reminder-before", "48h"),
                duration(in, "bookings.purge-after", "24h"),
                duration(in, "bookings.anonymise-after", "365d"),
                in.integer("bookings.resends", 3, 0, 10));
        in.check(
                bookings.confirmWithin().compareTo(bookings.confirmAtMost()) <= 0,
                "bookings.confirm-within, bookings.confirm-at-most",
                "must not be shorter in that order");
        in.check(
                bookings.coolingMin().compareTo(bookings.coolingMax()) <= 0,
                "bookings.cooling-min, bookings.cooling-max",
                "must not be shorter in that order");
        return bookings;
    }

    private static Config.Challenge challenge(Reading in) {
        Config.Challenge challenge = new Config.Challenge(
                in.integer("challenge.max-number", 50_000, 1_000, 10_000_000),
                in.integer("challenge.max-number-under-load", 400_000, 1_000, 10_000_000),
                in.integer("challenge.calm", 60, 1, 1_000_000),
                in.integer("challenge.calm-enrolments", 600, 1, 1_000_000),
                duration(in, "challenge.validity", "10m"),
                duration(in, "challenge.code-validity", "10m"),
                in.integer("challenge.code-tries", 5, 1, 20));
        in.check(
                challenge.maxNumber() <= challenge.maxNumberUnderLoad(),
                "challenge.max-number, challenge.max-number-under-load",
                "must not be smaller in that order");
        return challenge;
    }

    private static Config.Limits limits(Reading in) {
        Config.Limits limits = new Config.Limits(
                in.value("limits.holds-per-session", "60/1h", Values::rate),
                in.value("limits.holds-per-prefix", "1200/1h", Values::rate),
                in.integer("limits.abandoned-hold", 3, 1, 100),
                in.value("limits.requests-per-email", "10/1h", Values::rate),
                in.value("limits.requests-per-person", "5/1h", Values::rate),
                in.value("limits.codes-per-hold", "3/1h", Values::rate),
                in.value("limits.codes-per-email", "6/1h", Values::rate),
                in.value("limits.codes-per-prefix", "60/1h", Values::rate),
                in.value("limits.enrolments-per-session", "10/1h", Values::rate),
                in.value("limits.enrolments-per-prefix", "6000/24h", Values::rate),
                in.value("limits.enrolments-per-person", "10/1h", Values::rate),
                in.value("limits.form-time", "2s", Values::duration));
        in.check(
                isEnough(limits.holdsPerSession(), limits.abandonedHold())
                        && isEnough(limits.holdsPerPrefix(), limits.abandonedHold()),
                "limits.holds-per-session, limits.holds-per-prefix, limits.abandoned-hold",
                "one hold must be possible");
        return limits;
    }

    private static boolean isEnough(Rate rate, int units) {
        return rate.burst() == 0 || rate.burst() >= units;
    }

    private static Config.WaitingRoom waitingRoom(Reading in) {
        Config.WaitingRoom waitingRoom = new Config.WaitingRoom(
                duration(in, "waiting-room.turn", "5m"),
                in.integer("waiting-room.rate", 50, 1, 10_000),
                in.integer("waiting-room.max-enrolling", 3_000, 1, 1_000_000),
                in.integer("waiting-room.max-streams", 5_000, 0, 1_000_000));
        in.check(
                waitingRoom.turn().compareTo(LONGEST_TURN) <= 0,
                "waiting-room.turn",
                "must not be longer than an hour");
        return waitingRoom;
    }

    /** A time that must pass: never none. */
    private static Duration duration(Reading in, String key, String byDefault) {
        Duration value = in.value(key, byDefault, Values::duration);
        in.check(!value.isZero(), key, "must be longer than nothing");
        return value;
    }

    private static Set<String> set(Reading in, String key) {
        return in.optional(key, Values::list)
                .<Set<String>>map(LinkedHashSet::new)
                .map(Set::copyOf)
                .orElse(Set.of());
    }
}
