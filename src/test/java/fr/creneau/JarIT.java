package fr.creneau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.TestConfig;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one jar of production, as it is built. */
class JarIT {
    private static final Path JAR = find();

    @TempDir
    Path folder;

    private Process running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Test
    void holdsNothingOfTestsOrOfTheDevelopmentSite() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(entry -> entry.getName()).toList();
            assertThat(names).contains("fr/creneau/Main.class", "fr/creneau/domain/Language.class");
            assertThat(names.stream()
                            .filter(name -> Stream.of(
                                            "fr/creneau/dev/",
                                            "fr/creneau/testkit/",
                                            "com/icegreen",
                                            "io/zonky",
                                            "redis/embedded",
                                            "org/junit",
                                            "org/testcontainers",
                                            "com/microsoft/playwright",
                                            "org/verapdf",
                                            "com/aayushatharva",
                                            "logback-test.xml")
                                    .anyMatch(name::startsWith)))
                    .isEmpty();
        }
    }

    @Test
    void mergesTheServicesOfItsLibraries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(service(jar, "org.flywaydb.core.extensibility.Plugin"))
                    .contains("org.flywaydb.database.postgresql.PostgreSQLDatabaseType")
                    .contains("org.flywaydb.core.");
            assertThat(service(jar, "io.vertx.sqlclient.spi.Driver")).contains("io.vertx.pgclient.spi.PgDriver");
            assertThat(service(jar, "java.sql.Driver")).contains("org.postgresql.Driver");
        }
    }

    /** Whether there are brotli copies depends on the platform of the build. */
    @Test
    void holdsACompressedCopyOfEachLargeStaticFile() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream()
                    .filter(entry -> entry.getName().startsWith("webroot/") && entry.getSize() > 1_024)
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches(".*\\.(css|js)"))
                    .toList();
            assertThat(names).hasSizeGreaterThan(5).allSatisfy(name -> {
                assertThat(jar.getEntry(name + ".gz")).as(name).isNotNull();
                assertThat(jar.getEntry(name + ".br") != null).as(name).isEqualTo(Brotli4jLoader.isAvailable());
            });
        }
    }

    @Test
    void servesImportsAndLeavesOnSigterm() throws Exception {
        try (MailCatcher mails = MailCatcher.start()) {
            int port = Ports.free();
            int management = Ports.free();
            Map<String, String> environment = TestConfig.environment(Backends.emptyDatabase(), mails.smtp(), port);
            environment.put("CRENEAU_MANAGEMENT_PORT", String.valueOf(management));
            environment.put("CRENEAU_LOGS_JSON", "true");
            environment.put("CRENEAU_LOGS_LEVEL", "info");

            assertThat(run(environment, "schedule", "import", "classpath:schedule/cayenne.yaml"))
                    .isZero();
            Path file = start(environment);
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> !running.isAlive() || status(management, "/ready") == 200);
            assertThat(running.isAlive()).as(Files.readString(file)).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> status(port, "/") == 200);
            assertThat(sizeOfStylesheet(port, "gzip")).isEqualTo(sizeInJar("webroot/css/creneau.css.gz"));
            assertThat(sizeOfStylesheet(port, "identity")).isEqualTo(sizeInJar("webroot/css/creneau.css"));

            running.destroy();
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(running.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            assertThat(lines.get(lines.size() - 1)).contains("left");
            String log = String.join("\n", lines);
            assertThat(log).doesNotContain("test-key-", "test-person-key-");
            if (hasNativeTransport()) {
                assertThat(log).contains("native transport: true");
            }
        }
    }

    @Test
    void saysWhatIsWrongAndEndsWithOne() throws Exception {
        assertThat(run(Map.of("CRENEAU_HTTP_PORT", "high"))).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("log")))
                .startsWith("The configuration has 5 errors:")
                .contains("CRENEAU_HTTP_PORT: \"high\" is not a whole number from 0 to 65535");
        assertThat(run(Map.of(), "dance")).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("not a command: dance")
                .contains("Usage:");
    }

    @Test
    void endsIfAPartOfItIsBroken() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("fr/creneau/mail"));
        Files.createFile(broken.resolve("Specimen.class"));
        try (MailCatcher mails = MailCatcher.start()) {
            Map<String, String> environment =
                    TestConfig.environment(Backends.freshDatabase(), mails.smtp(), Ports.free());
            Path log = launch(environment, "-cp", folder + File.pathSeparator + JAR, Main.class.getName());
            assertThat(running.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(running.exitValue()).isEqualTo(1);
            assertThat(Files.readString(log)).contains("Stopped: java.lang.ClassFormatError");
        }
    }

    /** The jar brings it for the processors that servers have. */
    private static boolean hasNativeTransport() {
        return System.getProperty("os.name").equals("Linux")
                && Set.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        start(environment, arguments);
        assertThat(running.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return running.exitValue();
    }

    private Path start(Map<String, String> environment, String... arguments) throws IOException {
        return launch(
                environment,
                Stream.concat(Stream.of("-jar", JAR.toString()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private Path launch(Map<String, String> environment, String... options) throws IOException {
        Path log = folder.resolve("log");
        List<String> command = Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Arrays.stream(options))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CRENEAU_") || name.contains("JAVA_"));
        builder.environment().putAll(environment);
        running = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return log;
    }

    private static String service(JarFile jar, String name) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getEntry("META-INF/services/" + name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException notYet) {
            return 0;
        }
    }

    private static long sizeInJar(String name) throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.getEntry(name).getSize();
        }
    }

    private static long sizeOfStylesheet(int port, String coding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/static/of-another-version/css/creneau.css"))
                .header("Accept-Encoding", coding)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofByteArray())
                .body()
                .length;
    }

    private static Path find() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("creneau-.*-all\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("mvn package makes it"));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
