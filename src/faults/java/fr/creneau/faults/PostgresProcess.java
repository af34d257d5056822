package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL of the run, which may be stopped without warning, frozen, and started again on the same data. */
final class PostgresProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger databases = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final Optional<Path> disk;
    private final Path data;
    /** As pg_ctl started it. */
    private final List<String> command;

    /** @param disk what its data is on, and nothing else; a folder of its own if there is none */
    PostgresProcess(Optional<Path> disk) throws IOException, SQLException {
        // By default it acknowledges commits that are only in its memory, for the speed of tests: an immediate stop
        // would lose them.
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_wal_size", "64MB")
                .setServerConfig("synchronous_commit", "on");
        disk.ifPresent(folder -> builder.setDataDirectory(folder.resolve("data")));
        server = builder.start();
        this.disk = disk;
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show data_directory")) {
            row.next();
            data = Path.of(row.getString(1));
        }
        command = command(pid());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signalQuietly("KILL")));
    }

    /** A database of its own with nothing in it. */
    Config.Postgres freshDatabase() throws SQLException {
        String name = "faults_" + databases.incrementAndGet();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new Config.Postgres(
                "127.0.0.1",
                server.getPort(),
                name,
                "postgres",
                new Secret("postgres"),
                false,
                8,
                256,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?socketTimeout=20".formatted(server.getPort(), database),
                "postgres",
                "postgres");
    }

    /** Ends it at once: what was not committed is gone, and every connection is cut. */
    void stopImmediately() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        signal("QUIT", postmaster.pid());
        await().atMost(PATIENCE).until(() -> !postmaster.isAlive());
    }

    /** Starts it again unless it runs, and waits until it answers. */
    void start() throws IOException {
        if (!runs()) {
            new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("restarted.log").toFile())
                    .start();
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            connect("postgres").close();
            return true;
        });
    }

    private boolean runs() throws IOException {
        return Files.exists(data.resolve("postmaster.pid"))
                && ProcessHandle.of(pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Nothing more can be written, to tables or log. */
    void fillDisk() throws IOException {
        byte[] zeros = new byte[1 << 16];
        try (OutputStream ballast = Files.newOutputStream(ballast())) {
            while (true) {
                ballast.write(zeros);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    void clearDisk() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return disk.orElseThrow().resolve("ballast");
    }

    void freeze() throws IOException {
        signalAll("STOP");
    }

    void thaw() throws IOException {
        signalAll("CONT");
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    }

    /** Root may not run PostgreSQL: there it was, and is, started in a user namespace where nobody is root. */
    private static List<String> command(long pid) throws IOException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "-U"));
        }
        String line = new String(
                Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "cmdline")), StandardCharsets.UTF_8);
        words.addAll(List.of(line.split("\0")));
        return words;
    }

    private void signalAll(String name) throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        for (ProcessHandle one : all) {
            if (one.isAlive()) {
                signal(name, one.pid());
            }
        }
    }

    private static void signal(String name, long pid) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void signalQuietly(String name) {
        try {
            signalAll(name);
        } catch (IOException | RuntimeException gone) {
            // It has ended: there is nothing to end.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
