package fr.creneau.faults;

import fr.creneau.config.Config;
import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Two instances as an operator starts them, one Redis that syncs every write, one database, and a relay behind a cable. */
final class Site implements AutoCloseable {
    static final String DESK = "faults";
    private static final int DAYS = 10;

    private final PostgresProcess postgres;
    private final Config.Postgres database;
    private final RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always", "save", "");
    private final MailCatcher mails = MailCatcher.start();
    private final FreezingProxy relay;
    private final List<InstanceProcess> instances = new ArrayList<>();
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
        String classPath = classPath(patches);
        resources = new Resources(patches);
        Path log = folder.resolve("instances.log");
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            ports[i] = Ports.free();
        }
        Path schedule = Files.writeString(folder.resolve("schedule.yaml"), schedule());
        InstanceProcess.run(classPath, environment(ports[0], smtp), log, "schedule", "import", schedule.toString());
        for (int i = 0; i < count; i++) {
            instances.add(new InstanceProcess(ports[i], classPath, environment(ports[i], smtp), log));
        }
    }

    private Map<String, String> environment(int port, Config.Smtp smtp) {
        Map<String, String> environment = TestConfig.environment(database, smtp, port);
        environment.put("CRENEAU_REDIS_ENDPOINTS", "redis://127.0.0.1:" + redis.port());
        environment.put(
                "CRENEAU_SMTP_PORT",
                String.valueOf(relay.postgres(Duration.ZERO).port()));
        environment.put("CRENEAU_SMTP_TIMEOUT", "3s");
        environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
        // All clients come from one address.
        for (String limit :
                List.of("HOLDS_PER_SESSION", "HOLDS_PER_PREFIX", "REQUESTS_PER_EMAIL", "REQUESTS_PER_PERSON")) {
            environment.put("CRENEAU_LIMITS_" + limit, "off");
        }
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "1000");
        environment.put("CRENEAU_LOGS_LEVEL", "info");
        return environment;
    }

    private static String classPath(List<Path> patches) {
        StringBuilder path = new StringBuilder();
        patches.forEach(patch -> path.append(patch).append(File.pathSeparator));
        return path.append(System.getProperty("java.class.path")).toString();
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

    List<InstanceProcess> instances() {
        return instances;
    }

    /** That path at one instance or the other, as a balancer would choose. */
    URI anywhere(String path) {
        InstanceProcess one = instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
        return URI.create("http://127.0.0.1:" + one.port() + path);
    }

    private static String schedule() {
        LocalDate first = LocalDate.now(ZoneId.of("America/Cayenne")).plusDays(7);
        return """
                desks:
                  - id: %s
                    zone: America/Cayenne
                    contact:
                      prefecture: Préfecture d'essai
                      office: Guichet d'essai
                      address: [rue de l'Essai]
                      phone: 0594 00 00 00
                    links:
                      site: https://example.org
                      first-permit: https://example.org
                      late-renewal: https://example.org
                      other-arrondissement: https://example.org
                    sender:
                      name: Essai
                      address: essai@example.org
                    rules:
                      - version: "1"
                        effective-from: 2012-01-01
                        opens-before: 2 months
                        closes-after: 6 months
                        late-fee-euros: 180
                        duplicate-validity: 2 months
                    communes:
                      - {code: 97302, name: Cayenne, served: true}
                    slots:
                      from: %s
                      to: %s
                      minutes: 30
                      capacity: 50
                      hours:
                        monday: &day [08:00-11:00]
                        tuesday: *day
                        wednesday: *day
                        thursday: *day
                        friday: *day
                        saturday: *day
                        sunday: *day
                """.formatted(DESK, first, first.plusDays(DAYS - 1));
    }

    @Override
    public void close() throws InterruptedException {
        for (InstanceProcess instance : instances) {
            instance.close();
        }
        relay.close();
        mails.close();
        redis.close();
    }
}
