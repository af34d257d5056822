package fr.creneau.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.Main;
import fr.creneau.bench.HttpLoad.Measured;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The first second of a sale: people who have answered the questions all want a seat within one second, each over a connection of their
 * own, spread over three instances; five seconds later the same number polls a waiting room, at the same three. Everybody must be answered,
 * and in time ({@link CrowdAims}), all seats be held and none twice. Arguments: the folder to write to, how many people, how many seats.
 *
 * <p>As many people come to three bare handlers just before: what this machine, and this client, can do at all.
 *
 * <p>Client, instances, Redis and PostgreSQL share this machine.
 */
public final class Crowd {
    private static final int INSTANCES = 3;
    private static final String[] MEMORY = {"-Xms384m", "-Xmx384m"};
    private static final int SLOTS = 10;
    private static final int PREPARING = 64;
    /** Crowds before it: release day finds instances that have served for days, not ones that still compile their own code. */
    private static final int WARM_UP = Integer.getInteger("crowd.warm-up", 15);

    private static final long WARM_UP_POLL_NS = 1_000_000_000L;
    static final double POLL_EVERY_S = 15;
    private static final long POLL_NS = 10_000_000_000L;
    private static final int POLLING = 256;

    private Crowd() {}

    public static void main(String[] arguments) throws Exception {
        RedisProcess.preferInstalled();
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int people = Integer.parseInt(arguments[1]);
        int seats = Integer.parseInt(arguments[2]);
        List<JavaProcess> instances = new ArrayList<>();
        List<JavaProcess> hellos = new ArrayList<>();
        ObjectNode summary;
        try (MailCatcher mails = MailCatcher.start();
                // As an operator is told to run it: a seat once promised stays promised.
                RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always")) {
            Map<String, String> environment = environment(mails, redis);
            // Two desks that sell the same: the first is for getting warm.
            for (String desk : List.of("warm-up", BenchSite.DESK)) {
                new SampleDesk(desk, 1, "08:00-13:00", seats / SLOTS).importInto(environment, folder);
            }
            new SampleDesk(BenchSite.CROWDED, 1, "08:00-13:00", 1)
                    .with(new SampleDesk.Release(
                            BenchSite.ROOM,
                            LocalDateTime.now(SampleDesk.ZONE)
                                    .truncatedTo(ChronoUnit.MINUTES)
                                    .minusHours(1),
                            true))
                    .importInto(environment, folder);
            try {
                for (int i = 0; i < INSTANCES; i++) {
                    instances.add(instance(environment, folder.resolve("instance-" + i + ".log")));
                    hellos.add(HelloServer.start(folder.resolve("hello-" + i + ".log"), MEMORY));
                }
                summary = new Crowd().run(instances, hellos, people, seats);
            } finally {
                for (JavaProcess process :
                        Stream.of(instances, hellos).flatMap(List::stream).toList()) {
                    process.close();
                }
            }
        }
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        json.writeValue(folder.resolve("summary.json").toFile(), summary);
        System.out.println(json.writeValueAsString(summary));
        System.exit(summary.path("violations").isEmpty() ? 0 : 1);
    }

    private static Map<String, String> environment(MailCatcher mails, RedisProcess redis) {
        Map<String, String> environment =
                TestConfig.environment(Backends.freshDatabase(), mails.smtp(), redis, Ports.free());
        // The whole crowd comes from one address.
        environment.put("CRENEAU_LIMITS_HOLDS_PER_PREFIX", "off");
        return environment;
    }

    private static JavaProcess instance(Map<String, String> environment, Path log) {
        int port = Ports.free();
        Map<String, String> own = new java.util.HashMap<>(environment);
        own.put("CRENEAU_HTTP_PORT", String.valueOf(port));
        own.put("CRENEAU_MANAGEMENT_PORT", String.valueOf(Ports.free()));
        return Program.of(Main.class, own, log, MEMORY).server(port).start();
    }

    private ObjectNode run(List<JavaProcess> instances, List<JavaProcess> hellos, int people, int seats)
            throws Exception {
        int[] ports = ports(instances);
        int[] bare = ports(hellos);
        List<byte[]> greetings = Collections.nCopies(people, Requests.get("/"));
        List<byte[]> rehearsed = wishes(new Requests("warm-up"), ports, people);
        for (int round = 0; round < WARM_UP; round++) {
            Rush.of(bare, greetings).close();
            Rush.of(ports, rehearsed).close();
            polls(ports, people, WARM_UP_POLL_NS);
        }
        List<byte[]> wishes = wishes(new Requests(BenchSite.DESK), ports, people);
        ObjectNode summary = new ObjectMapper().createObjectNode();
        summary.put("people", people).put("seats", seats).put("instances", ports.length);
        CrowdAims.describe(summary);
        double slowestBare;
        int greeted;
        // What this client has left behind would be cleared away meanwhile, and the pause count as the servers'.
        System.gc();
        double bareServers = cpuMicros(hellos);
        try (Rush rush = Rush.of(bare, greetings)) {
            slowestBare = rush.slowestMillis();
            greeted = rush.answered(200);
            rush.describe(
                    summary.putObject("hello").put("cpu_us_a_person", (cpuMicros(hellos) - bareServers) / people));
        }
        System.gc();
        double servers = cpuMicros(instances);
        double client = ownMicros();
        try (Rush rush = Rush.of(ports, wishes)) {
            rush.describe(summary);
            summary.put("slowest_vs_hello", rush.slowestMillis() / slowestBare);
            summary.put("instances_cpu_us_a_person", (cpuMicros(instances) - servers) / people);
            summary.put("client_cpu_us_a_person", (ownMicros() - client) / people);
            ArrayNode violations = summary.putArray("violations").addAll(rush.violations(seats));
            if (greeted < people) {
                violations.add("the bare handlers answered %d only".formatted(greeted));
            }
            Thread.sleep(5_000 - Math.min(5_000, rush.sinceLastMillis()));
            // Over other connections than the crowd's, which were closed once they had their answers.
            Measured polled = polls(ports, people, POLL_NS);
            summary.put("polls_per_second", people / POLL_EVERY_S)
                    .put("polls", polled.expected())
                    .put("polls_refused", polled.others())
                    .put("poll_ms_p50", polled.millis(50))
                    .put("poll_ms_p99", polled.millis(99))
                    .put("poll_ms_max", polled.millis(100));
            CrowdAims.judge(rush, polled, violations);
        }
        return summary;
    }

    private static int[] ports(List<JavaProcess> processes) {
        return processes.stream().mapToInt(JavaProcess::port).toArray();
    }

    private static double cpuMicros(List<JavaProcess> instances) {
        return instances.stream()
                .mapToDouble(instance -> CpuTime.micros(instance.pid()))
                .sum();
    }

    private static double ownMicros() {
        return CpuTime.micros(ProcessHandle.current().pid());
    }

    /** As many as a waiting crowd sends, for some seconds; counted from when each was meant to leave. */
    private static Measured polls(int[] ports, int people, long nanos) throws IOException {
        byte[] poll = Requests.poll();
        try (HttpLoad load = new HttpLoad(ports, POLLING)) {
            return load.openLoop(() -> poll, 200, people / POLL_EVERY_S, nanos);
        }
    }

    private static List<byte[]> wishes(Requests requests, int[] ports, int people) throws Exception {
        List<String> slots = Probes.slots(ports[0], requests.desk());
        try (HttpLoad load = new HttpLoad(ports[0], PREPARING)) {
            List<String> tokens = new Applicants(requests, load, load, slots).begin(people);
            List<byte[]> wishes = new ArrayList<>(people);
            for (int i = 0; i < people; i++) {
                wishes.add(requests.hold(tokens.get(i), slots.get(i % slots.size())));
            }
            return wishes;
        }
    }
}
