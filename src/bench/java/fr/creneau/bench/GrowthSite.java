package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;

/** One instance with a Redis and a database of its own, and what the three have used so far. */
final class GrowthSite implements AutoCloseable {
    private static final ObjectMapper json = new ObjectMapper();

    private final RedisProcess redis = RedisProcess.server("appendonly", "no");
    private final Config.Postgres postgres = Backends.freshDatabase();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;
    private final Path folder;
    private final int port = Ports.free();
    private JavaProcess server;

    GrowthSite(MailCatcher mails, Path folder) {
        this.folder = folder;
        environment = TestConfig.environment(postgres, mails.smtp(), redis, port);
        environment.put("CRENEAU_LIMITS_HOLDS_PER_SESSION", "off");
        environment.put("CRENEAU_LIMITS_HOLDS_PER_PREFIX", "off");
        // Redis says that a slot is full: what it takes until a count has seen it.
        environment.put("CRENEAU_HOLDS_FULL_FOR", "0s");
        // One event loop may have all of them.
        environment.put("CRENEAU_WAITING_ROOM_MAX_STREAMS", "20000");
    }

    void sell(SampleDesk desk) throws IOException {
        desk.importInto(environment, folder);
    }

    void start(String name) {
        server = Program.of(Main.class, environment, folder.resolve(name + ".log"), "-Xms512m", "-Xmx512m")
                .server(port)
                .start();
    }

    int port() {
        return port;
    }

    EventStreams streams() {
        return new EventStreams(port, environment.get("CRENEAU_SECURITY_KEYS"));
    }

    RedisMeter redis() throws IOException {
        return RedisMeter.of(redis);
    }

    double instanceMicros() {
        return CpuTime.micros(server.pid());
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                postgres.user(),
                postgres.password().value());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(BenchSite.address(port, path)).build();
        return json.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Bytes of the instance's heap that are reachable: it is collected for that. */
    double heap() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder("jcmd", String.valueOf(server.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said.lines()
                .filter(line -> line.startsWith("Total"))
                .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+")[2]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd said: " + said));
    }

    /** Bytes of the machine's memory that the instance has. Linux only; 0 elsewhere. */
    double resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1_024 * Double.parseDouble(line.split("\\s+")[1]))
                    .findFirst()
                    .orElse(0);
        } catch (IOException noLinux) {
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (server != null) {
            server.close();
        }
        redis.close();
    }
}
