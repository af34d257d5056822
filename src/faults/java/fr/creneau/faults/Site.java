package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Instances as an operator starts them, a Redis that syncs every write, one database, and a relay that may be away. */
final class Site implements AutoCloseable {
    static final String DESK = "faults";
    static final String RELEASE = "draw";
    private static final SampleDesk OPEN = new SampleDesk(DESK, 10, "08:00-11:00", 120);
    private static final SampleDesk FEW = new SampleDesk(DESK, 1, "08:00-11:00", 10);
    /** At least that long after the instances are told: they start, and some people enrol. */
    private static final int ENROLMENT_S = 45;

    private final Plan plan;
    private final SiteRedis redis;
    private final Config.Postgres database;
    private final MailCatcher mails = MailCatcher.start();
    private final Relay relay = new Relay(mails.smtp().port());
    private final List<JavaProcess> instances;
    private final LocalDateTime opening;

    /**
     * @param folder for what it says
     * @param patches folders in front of the class path: what a mutant changes
     */
    record Plan(
            PostgresProcess postgres,
            Path folder,
            int instances,
            boolean replica,
            boolean waitingRoom,
            boolean opened,
            List<Path> patches) {
        Plan withReplica() {
            return new Plan(postgres, folder, instances, true, waitingRoom, opened, patches);
        }

        /** People enrol for a minute or so before it opens. */
        Plan withWaitingRoom() {
            return new Plan(postgres, folder, instances, replica, true, opened, patches);
        }

        /** One instance that has lost a guard; what it has a waiting room for has opened. */
        Plan mutated(Path patch) {
            return new Plan(postgres, folder, 1, replica, waitingRoom, true, List.of(patch));
        }

        Site build() throws IOException, SQLException, InterruptedException {
            return new Site(this);
        }
    }

    /** Two instances that sell to everybody at once. */
    static Plan plan(PostgresProcess postgres, Path folder) {
        return new Plan(postgres, folder, 2, false, false, false, List.of());
    }

    private Site(Plan plan) throws IOException, SQLException, InterruptedException {
        this.plan = plan;
        opening = now().plusSeconds(plan.opened() ? -ENROLMENT_S : ENROLMENT_S)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(plan.opened() ? 0 : 1);
        redis = plan.replica() ? new SiteRedis.Pair() : new SiteRedis.Single();
        database = plan.postgres().freshDatabase();
        SampleDesk desk = plan.waitingRoom() ? FEW.with(new SampleDesk.Release(RELEASE, opening, true)) : OPEN;
        program(Ports.free())
                .run("schedule", "import", desk.write(plan.folder()).toString());
        instances = IntStream.range(0, plan.instances())
                .mapToObj(i -> Ports.free())
                .map(port -> program(port).server(port))
                .toList();
        start();
    }

    /** All instances, as an operator stops them. */
    void stop() throws InterruptedException {
        for (JavaProcess instance : instances) {
            instance.stop();
        }
    }

    void start() {
        instances.forEach(JavaProcess::launch);
        instances.forEach(JavaProcess::awaitListening);
    }

    private Program program(int port) {
        List<String> path = new ArrayList<>();
        plan.patches().forEach(patch -> path.add(patch.toString()));
        path.add(System.getProperty("java.class.path"));
        return new Program(
                Main.class,
                environment(port),
                plan.folder().resolve("instances.log"),
                String.join(File.pathSeparator, path),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    }

    private Map<String, String> environment(int port) {
        Map<String, String> environment = TestConfig.environment(database, mails.smtp(), redis.master(), port);
        environment.putAll(redis.settings());
        environment.put("CRENEAU_SMTP_PORT", String.valueOf(relay.port()));
        environment.put("CRENEAU_SMTP_TIMEOUT", "3s");
        environment.put("CRENEAU_WAITING_ROOM_TURN", "10s");
        environment.put("CRENEAU_WAITING_ROOM_RATE", "10");
        // All clients come from one address.
        for (String limit : List.of(
                "HOLDS_PER_SESSION",
                "HOLDS_PER_PREFIX",
                "REQUESTS_PER_EMAIL",
                "REQUESTS_PER_PERSON",
                "ENROLMENTS_PER_SESSION",
                "ENROLMENTS_PER_PREFIX",
                "ENROLMENTS_PER_PERSON")) {
            environment.put("CRENEAU_LIMITS_" + limit, "off");
        }
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "1000");
        environment.put("CRENEAU_LOGS_LEVEL", "info");
        return environment;
    }

    boolean hasWaitingRoom() {
        return plan.waitingRoom();
    }

    /** Waits until everybody may choose whose turn it is. */
    void awaitOpening() {
        await().atMost(Duration.ofMinutes(3)).until(() -> now().isAfter(opening));
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(SampleDesk.ZONE);
    }

    RedisProcess redis() {
        return redis.master();
    }

    SiteRedis.Pair pair() {
        return (SiteRedis.Pair) redis;
    }

    PostgresProcess postgres() {
        return plan.postgres();
    }

    Connection books() throws SQLException {
        return plan.postgres().connect(database.database());
    }

    MailCatcher mails() {
        return mails;
    }

    Relay relay() {
        return relay;
    }

    Resources resources() {
        return new Resources(plan.patches());
    }

    List<JavaProcess> instances() {
        return instances;
    }

    /** That path at one instance or the other, as a balancer would choose. */
    URI anywhere(String path) {
        JavaProcess one = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
        return URI.create("http://127.0.0.1:" + one.port() + path);
    }

    @Override
    public void close() throws InterruptedException {
        for (JavaProcess instance : instances) {
            instance.close();
        }
        relay.close();
        mails.close();
        redis.close();
    }
}
