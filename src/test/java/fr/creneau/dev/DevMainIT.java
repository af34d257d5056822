package fr.creneau.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevMainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Process running;

    @AfterEach
    void stop() throws Exception {
        if (running != null && running.isAlive()) {
            running.destroy();
            running.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void startsAgainAfterAHardKillWithItsDataAndStopsEverythingWhenAskedTo() throws Exception {
        int firstPort = start();
        Files.writeString(
                home().resolve("mail/20260101-000000-000-1.eml"), "Subject: kept\r\nTo: a@example.org\r\n\r\nhello");
        sql("create table probe as select 42 as answer");
        String drawn = announced(firstPort);
        ProcessHandle postgres = process("postgres/postmaster.pid");
        ProcessHandle redis = process("redis/redis.pid");

        running.destroyForcibly();
        running.waitFor();
        assertThat(postgres.isAlive())
                .as("PostgreSQL survives: the trap is there")
                .isTrue();
        assertThat(redis.isAlive()).as("Redis survives: the trap is there").isTrue();

        int port = start();
        assertThat(postgres.isAlive()).isFalse();
        assertThat(redis.isAlive()).isFalse();
        assertThat(announced(port)).as("the draw is not moved").isEqualTo(drawn);
        assertThat(sql("table probe")).isEqualTo("42");
        assertThat(get(port, "/dev/mail")).contains("kept").contains("a@example.org");
        assertThat(get(port, "/dev/api")).contains("swagger-ui-bundle.js");
        assertThat(get(port, "/dev/mail/20260101-000000-000-1/text")).isEqualTo("hello");

        ProcessHandle newPostgres = process("postgres/postmaster.pid");
        ProcessHandle newRedis = process("redis/redis.pid");
        running.destroy();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> !newPostgres.isAlive() && !newRedis.isAlive());
    }

    /** When the draw happens that a newcomer may try, as the first page of the desk says. */
    private static String announced(int port) {
        Pattern sentence = Pattern.compile("Des plages ouvrent le ([^,]+), par tirage au sort");
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Matcher found = sentence.matcher(get(port, "/rdv/kourou/descriptif"));
                            return found.find() ? found.group(1) : "";
                        },
                        when -> !when.isEmpty());
    }

    /** @return the port it serves */
    private int start() throws IOException {
        int port = Ports.free();
        Path log = folder.resolve("log-" + port);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DevMain.class.getName());
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("DEV_HOME", home().toString());
        running = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        await().atMost(PATIENCE)
                .until(() -> !running.isAlive() || Files.readString(log).contains("To stop"));
        assertThat(running.isAlive()).as(Files.readString(log)).isTrue();
        return port;
    }

    private Path home() {
        return folder.resolve("dev");
    }

    private ProcessHandle process(String pidFile) throws IOException {
        String pid = Files.readAllLines(home().resolve(pidFile)).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private String sql(String statement) throws IOException, SQLException {
        List<String> lines = Files.readAllLines(home().resolve("postgres/postmaster.pid"));
        String url = "jdbc:postgresql://localhost:" + lines.get(3).strip() + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return "";
            }
            try (ResultSet rows = sql.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
