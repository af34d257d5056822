package fr.creneau.load;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three instances on backends of their own, with one desk. All of it ends with this JVM. */
final class OwnSite {
    static final String DESK = "load";
    /** One that has sold for long, or whose draw comes before that of the other, by as long as {@link #AHEAD}. */
    static final String REHEARSAL_DESK = "rehearsal";

    static final Duration AHEAD = Duration.ofMinutes(1);
    /** One that has sold for long. */
    static final String OPEN_DESK = "open";

    static final String COMMUNE = SampleDesk.COMMUNE;
    private static final int INSTANCES = 3;
    private static final int SLOTS = 10;
    private static final int OPEN_CAPACITY = 300;

    private final Config.Postgres postgres;
    private final List<Instance> instances;
    private final Path folder;
    private final Map<String, String> environment;

    /** @param management port of its health checks */
    record Instance(JavaProcess process, int management) {}

    private OwnSite(Config.Postgres postgres, List<Instance> instances, Path folder, Map<String, String> environment) {
        this.postgres = postgres;
        this.instances = instances;
        this.folder = folder;
        this.environment = environment;
    }

    /** @param settings of the instances, besides the tests' own: {@code CRENEAU_…} */
    @SuppressWarnings("resource") // the backends end with this JVM
    static OwnSite start(Map<String, String> settings) {
        Path folder = folder();
        Config.Postgres postgres = Backends.freshDatabase();
        // As an operator is told to run it: a seat once promised stays promised.
        RedisProcess.preferInstalled();
        RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always");
        Config.Smtp smtp = MailCatcher.start().smtp();
        List<Instance> instances = new ArrayList<>();
        Map<String, String> environment = Map.of();
        for (int i = 1; i <= INSTANCES; i++) {
            int port = Ports.free();
            int management = Ports.free();
            environment = TestConfig.environment(postgres, smtp, redis, port);
            // The clients play a balancer that tells of a network for each of them, so that limits count as in life.
            environment.put("CRENEAU_HTTP_TRUSTED_PROXIES", "127.0.0.1");
            // Solved by this machine too, for all of them.
            environment.put("CRENEAU_CHALLENGE_MAX_NUMBER_UNDER_LOAD", "5000");
            environment.put("CRENEAU_MANAGEMENT_PORT", String.valueOf(management));
            environment.putAll(settings);
            Path log = folder.resolve("instance-" + i + ".log");
            JavaProcess process = Program.of(Main.class, environment, log, "-Xms256m", "-Xmx512m")
                    .server(port);
            instances.add(new Instance(process.launch(), management));
        }
        instances.forEach(instance -> instance.process().awaitListening());
        return new OwnSite(postgres, instances, folder, environment);
    }

    List<Instance> instances() {
        return instances;
    }

    List<String> urls() {
        return instances.stream()
                .map(instance -> "http://127.0.0.1:" + instance.process().port())
                .toList();
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

    /** Puts them on sale, from a full minute on: schedules know no seconds. */
    void sell(Sale sale) {
        LocalDateTime opening = LocalDateTime.ofInstant(Instant.now().plus(sale.after()), SampleDesk.ZONE)
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(1);
        try {
            new SampleDesk(OPEN_DESK, 1, "08:00-13:00", OPEN_CAPACITY).importInto(environment, folder);
            if (sale.isToCome()) {
                rehearsal(sale, opening.minus(AHEAD)).importInto(environment, folder);
            }
            new SampleDesk(DESK, 1, "08:00-13:00", capacity(sale))
                    .with(new SampleDesk.Release("load", opening, sale.waitingRoom()))
                    .importInto(environment, folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SampleDesk rehearsal(Sale sale, LocalDateTime opening) {
        SampleDesk desk = new SampleDesk(REHEARSAL_DESK, 1, "08:00-13:00", capacity(sale));
        return sale.waitingRoom() ? desk.with(new SampleDesk.Release("rehearsal", opening, true)) : desk;
    }

    /** Of one slot. */
    private static int capacity(Sale sale) {
        return (sale.seats() + SLOTS - 1) / SLOTS;
    }

    static Path folder() {
        try {
            return Files.createDirectories(Path.of("target", "load"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
