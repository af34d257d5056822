package fr.creneau.bench;

import fr.creneau.Main;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** One instance as an operator starts it, with a Redis and a database of its own and one desk of {@link #SEATS} seats. */
final class BenchSite implements AutoCloseable {
    static final String DESK = "bench";
    /** One whose only release has a waiting room and is open. */
    static final String CROWDED = "crowded";

    static final String ROOM = "release";
    /** One with a single slot, for selling it out. */
    static final String SOLD_OUT = "sold-out";
    /** Of one slot: the most that the schedule file allows. */
    static final int CAPACITY = 500;

    private static final int SLOTS_A_DAY = 20;

    static final int SLOTS = 200;
    static final int SEATS = SLOTS * CAPACITY;

    private final RedisProcess redis;
    private final JavaProcess server;

    private BenchSite(RedisProcess redis, JavaProcess server) {
        this.redis = redis;
        this.server = server;
    }

    /** @param redisSettings pairs of a key and its value */
    static BenchSite start(String name, MailCatcher mails, Path folder, String... redisSettings) throws IOException {
        RedisProcess redis = RedisProcess.server(redisSettings);
        int port = Ports.free();
        Map<String, String> environment =
                TestConfig.environment(Backends.emptyDurableDatabase(), mails.smtp(), redis, port);
        // One client sends everything: what is measured is the work, not the refusals of a limit.
        environment.put("CRENEAU_LIMITS_HOLDS_PER_SESSION", "off");
        environment.put("CRENEAU_LIMITS_HOLDS_PER_PREFIX", "off");
        new SampleDesk(DESK, SLOTS / SLOTS_A_DAY, "08:00-18:00", CAPACITY).importInto(environment, folder);
        // Longer than the run, or seats of the sold-out slot would come back.
        environment.put("CRENEAU_HOLDS_UNPROVEN", "15m");
        new SampleDesk(SOLD_OUT, 1, "08:00-08:30", CAPACITY).importInto(environment, folder);
        new SampleDesk(CROWDED, 1, "08:00-18:00", CAPACITY)
                .with(new SampleDesk.Release(
                        ROOM,
                        LocalDateTime.now(SampleDesk.ZONE)
                                .truncatedTo(ChronoUnit.MINUTES)
                                .minusHours(1),
                        true))
                .importInto(environment, folder);
        JavaProcess server = Program.of(Main.class, environment, folder.resolve(name + ".log"), jvm())
                .server(port);
        return new BenchSite(redis, server.start());
    }

    JavaProcess server() {
        return server;
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
