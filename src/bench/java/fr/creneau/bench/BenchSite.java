package fr.creneau.bench;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.schedule.ScheduleCommand;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance as an operator starts it, with a Redis and a database of its own and one desk of {@link #SEATS} seats. */
final class BenchSite implements AutoCloseable {
    static final String DESK = "bench";
    /** Of one slot: the most that the schedule file allows. */
    private static final int CAPACITY = 500;

    static final int SLOTS = 200;
    static final int SEATS = SLOTS * CAPACITY;

    private final RedisProcess redis;
    private final ServerProcess server;

    private BenchSite(RedisProcess redis, ServerProcess server) {
        this.redis = redis;
        this.server = server;
    }

    /** @param redisSettings pairs of a key and its value */
    static BenchSite start(String name, MailCatcher mails, Path folder, String... redisSettings)
            throws IOException, InterruptedException {
        RedisProcess redis = RedisProcess.server(redisSettings);
        int port = Ports.free();
        Map<String, String> environment =
                new HashMap<>(TestConfig.environment(Backends.freshDatabase(), mails.smtp(), port));
        environment.put("CRENEAU_REDIS_ENDPOINTS", "redis://127.0.0.1:" + redis.port());
        environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
        // One client sends everything: what is measured is the work, not the refusals of a limit.
        environment.put("CRENEAU_LIMITS_HOLDS_PER_SESSION", "off");
        environment.put("CRENEAU_LIMITS_HOLDS_PER_PREFIX", "off");
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        importSeats(environment, folder);
        return new BenchSite(redis, ServerProcess.start(Main.class, port, environment, folder.resolve(name + ".log")));
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

    private static void importSeats(Map<String, String> environment, Path folder) throws IOException {
        Config config = ConfigLoader.load(null, environment);
        Path file = Files.writeString(folder.resolve("schedule.yaml"), schedule());
        int code = new ScheduleCommand().run(List.of("import", file.toString()), config, System.out);
        if (code != 0) {
            throw new IllegalStateException("the schedule was refused");
        }
    }

    /** Ten days of twenty slots of {@link #CAPACITY} seats. */
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
                      capacity: %d
                      hours:
                        monday: &day [08:00-18:00]
                        tuesday: *day
                        wednesday: *day
                        thursday: *day
                        friday: *day
                        saturday: *day
                        sunday: *day
                """.formatted(DESK, first, first.plusDays(SLOTS / 20 - 1), CAPACITY);
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        redis.close();
    }
}
