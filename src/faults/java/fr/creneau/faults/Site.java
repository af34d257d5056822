package fr.creneau.faults;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.testkit.FreezingProxy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Two instances as an operator starts them, one Redis that syncs every write, one database, and a relay behind a cable. */
final class Site implements AutoCloseable {
    static final String DESK = "faults";
    private static final int DAYS = 10;
    private static final int CAPACITY = 50;

    private final PostgresProcess postgres;
    private final Config.Postgres database;
    private final RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always", "save", "");
    private final MailCatcher mails = MailCatcher.start();
    private final FreezingProxy relay;
    private final List<JavaProcess> instances = new ArrayList<>();
    private final Resources resources;

    /** @param patches folders in front of the class path: what a mutant changes */
    Site(PostgresProcess postgres, int count, Path folder, List<Path> patches)
            throws IOException, SQLException, InterruptedException {
        this.postgres = postgres;
        database = postgres.freshDatabase();
        Config.Smtp smtp = mails.smtp();
        // The cable only needs to know where it leads.
        relay = new FreezingProxy(new Config.Postgres(
                "127.0.0.1", smtp.port(), "", "", database.password(), false, 1, 1, Duration.ZERO, Duration.ZERO));
        resources = new Resources(patches);
        Path log = folder.resolve("instances.log");
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            ports[i] = Ports.free();
        }
        Path schedule = new SampleDesk(DESK, DAYS, "08:00-11:00", CAPACITY).write(folder);
        program(patches, environment(ports[0], smtp), log).run("schedule", "import", schedule.toString());
        for (int port : ports) {
            instances.add(
                    program(patches, environment(port, smtp), log).server(port).start());
        }
    }

    private Map<String, String> environment(int port, Config.Smtp smtp) {
        Map<String, String> environment = TestConfig.environment(database, smtp, redis, port);
        environment.put(
                "CRENEAU_SMTP_PORT",
                String.valueOf(relay.postgres(Duration.ZERO).port()));
        environment.put("CRENEAU_SMTP_TIMEOUT", "3s");
        // All clients come from one address.
        for (String limit :
                List.of("HOLDS_PER_SESSION", "HOLDS_PER_PREFIX", "REQUESTS_PER_EMAIL", "REQUESTS_PER_PERSON")) {
            environment.put("CRENEAU_LIMITS_" + limit, "off");
        }
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "1000");
        environment.put("CRENEAU_LOGS_LEVEL", "info");
        return environment;
    }

    private static Program program(List<Path> patches, Map<String, String> environment, Path log) {
        List<String> path = new ArrayList<>();
        patches.forEach(patch -> path.add(patch.toString()));
        path.add(System.getProperty("java.class.path"));
        return new Program(
                Main.class,
                environment,
                log,
                String.join(File.pathSeparator, path),
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    }

    RedisProcess redis() {
        return redis;
    }

    PostgresProcess postgres() {
        return postgres;
    }

    Connection books() throws SQLException {
        return postgres.connect(database.database());
    }

    MailCatcher mails() {
        return mails;
    }

    FreezingProxy relay() {
        return relay;
    }

    Resources resources() {
        return resources;
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
