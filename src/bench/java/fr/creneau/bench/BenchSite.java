package fr.creneau.bench;

import static org.awaitility.Awaitility.await;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.pg.Jdbc;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** One instance as an operator starts it, with a Redis and a database of its own and one desk of {@link #SEATS} seats. */
final class BenchSite implements AutoCloseable {
    static final String DESK = "bench";
    /** One whose only release has a waiting room and is open. */
    static final String CROWDED = "crowded";

    static final String ROOM = "release";
    /** One whose only release is drawn tomorrow. */
    static final String BEFORE_THE_DRAW = "before-the-draw";
    /** One with a single slot, for selling it out. */
    static final String SOLD_OUT = "sold-out";
    /** Of one slot: the most that the schedule file allows. */
    static final int CAPACITY = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int SLOTS_A_DAY = 20;

    static final int SLOTS = 200;
    static final int SEATS = SLOTS * CAPACITY;

    private final RedisProcess redis;
    private final Config.Postgres database;
    private final JavaProcess server;

    private BenchSite(RedisProcess redis, Config.Postgres database, JavaProcess server) {
        this.redis = redis;
        this.database = database;
        this.server = server;
    }

    /**
     * @param relay takes its mails
     * @param redisSettings pairs of a key and its value
     */
    static BenchSite start(String name, JavaProcess relay, Path folder, String... redisSettings) throws IOException {
        RedisProcess redis = RedisProcess.server(redisSettings);
        Config.Postgres database = Backends.emptyDurableDatabase();
        int port = Ports.free();
        Map<String, String> environment =
                TestConfig.environment(database, TestConfig.relay(relay.port(), PATIENCE), redis, port);
        // One client sends everything: what is measured is the work, not the refusals of a limit.
        environment.put("CRENEAU_LIMITS_HOLDS_PER_SESSION", "off");
        environment.put("CRENEAU_LIMITS_HOLDS_PER_PREFIX", "off");
        new SampleDesk(DESK, SLOTS / SLOTS_A_DAY, "08:00-18:00", CAPACITY).importInto(environment, folder);
        // Longer than the run, or seats of the sold-out slot would come back.
        environment.put("CRENEAU_HOLDS_UNPROVEN", "15m");
        // Preparing thousands of holds is a load under which proofs would get harder: the client would solve for half
        // the run.
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "1000");
        new SampleDesk(SOLD_OUT, 1, "08:00-08:30", CAPACITY).importInto(environment, folder);
        LocalDateTime now = LocalDateTime.now(SampleDesk.ZONE).truncatedTo(ChronoUnit.MINUTES);
        new SampleDesk(CROWDED, 1, "08:00-18:00", CAPACITY)
                .with(new SampleDesk.Release(ROOM, now.minusHours(1), true))
                .importInto(environment, folder);
        new SampleDesk(BEFORE_THE_DRAW, 1, "08:00-18:00", CAPACITY)
                .with(new SampleDesk.Release(BEFORE_THE_DRAW, now.plusDays(1), true))
                .importInto(environment, folder);
        JavaProcess server = Program.of(Main.class, environment, folder.resolve(name + ".log"), jvm())
                .server(port);
        return new BenchSite(redis, database, server.start());
    }

    JavaProcess server() {
        return server;
    }

    /** Whether Redis keeps an append-only file from now on; it has written what it knew when this returns. */
    void keepFile(boolean keep) throws IOException {
        redis.ask("CONFIG SET appendonly " + (keep ? "yes" : "no"));
        await().atMost(PATIENCE).until(() -> {
            String state = redis.ask("INFO persistence");
            return state.contains("aof_rewrite_in_progress:0") && state.contains("aof_rewrite_scheduled:0");
        });
    }

    /** Waits until the relay has every mail that was written so far. */
    void untilMailsLeft() {
        try (Connection connection = DriverManager.getConnection(
                        Jdbc.url(database), database.user(), database.password().value());
                PreparedStatement waiting = connection.prepareStatement(
                        "select 1 from outbox where state in ('WAITING', 'CLAIMED') limit 1")) {
            await().atMost(PATIENCE).until(() -> {
                try (ResultSet rows = waiting.executeQuery()) {
                    return !rows.next();
                }
            });
        } catch (SQLException failure) {
            throw new IllegalStateException("the outbox cannot be read", failure);
        }
    }

    /** {@code -Dbench.jvm} adds options, e.g. a profiler's agent. */
    private static String[] jvm() {
        return ("-Xms512m -Xmx512m " + System.getProperty("bench.jvm", ""))
                .strip()
                .split(" +");
    }

    int port() {
        return server.port();
    }

    RedisMeter redis() throws IOException {
        return RedisMeter.of(redis);
    }

    int redisPort() {
        return redis.port();
    }

    static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        redis.close();
    }
}
