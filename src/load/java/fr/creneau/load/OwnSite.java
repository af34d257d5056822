package fr.creneau.load;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.schedule.ScheduleCommand;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three instances on backends of their own, with one desk. All of it ends with this JVM. */
final class OwnSite {
    static final String DESK = "load";
    static final String COMMUNE = "97302";
    private static final int INSTANCES = 3;
    private static final int SLOTS = 10;
    private static final ZoneId ZONE = ZoneId.of("America/Cayenne");

    private final Config.Postgres postgres;
    private final List<String> urls;
    private final Path folder;
    private final Config config;

    private OwnSite(Config.Postgres postgres, List<String> urls, Path folder, Config config) {
        this.postgres = postgres;
        this.urls = urls;
        this.folder = folder;
        this.config = config;
    }

    /** @param settings of the instances, besides the tests' own: {@code CRENEAU_…} */
    @SuppressWarnings("resource") // the backends end with this JVM
    static OwnSite start(Map<String, String> settings) {
        Path folder = folder();
        Config.Postgres postgres = Backends.freshDatabase();
        // As an operator is told to run it: a seat once promised stays promised.
        RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always");
        Config.Smtp smtp = MailCatcher.start().smtp();
        List<InstanceProcess> instances = new ArrayList<>();
        Map<String, String> environment = Map.of();
        for (int i = 1; i <= INSTANCES; i++) {
            int port = Ports.free();
            environment = new HashMap<>(TestConfig.environment(postgres, smtp, port));
            environment.put("CRENEAU_REDIS_ENDPOINTS", "redis://127.0.0.1:" + redis.port());
            environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
            // The clients play a balancer that tells of a network for each of them, so that limits count as in life.
            environment.put("CRENEAU_HTTP_TRUSTED_PROXIES", "127.0.0.1");
            // Solved by this machine too, for all of them.
            environment.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
            environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "5000");
            environment.putAll(settings);
            instances.add(InstanceProcess.start(port, environment, folder.resolve("instance-" + i + ".log")));
        }
        instances.forEach(InstanceProcess::awaitListening);
        return new OwnSite(
                postgres,
                instances.stream().map(InstanceProcess::url).toList(),
                folder,
                ConfigLoader.load(null, environment));
    }

    List<String> urls() {
        return urls;
    }

    String database() {
        return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
                .formatted(
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        postgres.password().value());
    }

    /** Puts at least that many seats on sale, from the next full minute after that instant on: schedules know no seconds. */
    void sell(int seats, Instant after) {
        try {
            Path file = Files.writeString(folder.resolve("schedule.yaml"), schedule(seats, after));
            if (new ScheduleCommand().run(List.of("import", file.toString()), config, System.out) != 0) {
                throw new IllegalStateException("the schedule was refused");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of("target", "load"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String schedule(int seats, Instant after) {
        LocalDate day = LocalDate.now(ZONE).plusDays(7);
        LocalDateTime opening = LocalDateTime.ofInstant(after, ZONE)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        return """
                desks:
                  - id: %s
                    zone: %s
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
                      - {code: %s, name: Cayenne, served: true}
                    slots:
                      from: %s
                      to: %s
                      minutes: 30
                      capacity: %d
                      hours:
                        monday: &day [08:00-13:00]
                        tuesday: *day
                        wednesday: *day
                        thursday: *day
                        friday: *day
                        saturday: *day
                        sunday: *day
                    releases:
                      - id: load
                        from: %s
                        to: %s
                        opens: %s
                """.formatted(DESK, ZONE, COMMUNE, day, day, (seats + SLOTS - 1) / SLOTS, day, day, opening);
    }
}
