package fr.creneau.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.Main;
import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.SelfSigned;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postgres.tls}: the pool and the migrations speak to a server that the JVM trusts for that name, and to none other. */
class PostgresTlsIT {
    @TempDir
    static Path folder;

    @TempDir
    static Path elsewhere;

    private static SelfSigned certificate;
    private static SelfSigned other;
    private static int port;

    @BeforeAll
    static void start() {
        certificate = SelfSigned.in(folder);
        other = SelfSigned.in(elsewhere);
        port = Backends.tlsPostgres(certificate);
    }

    private static Config.Postgres postgres(String host) {
        return new Config.Postgres(
                host,
                port,
                "postgres",
                "postgres",
                new Secret("postgres"),
                true,
                2,
                8,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    private static String ask(String host) throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            return Pools.open(vertx, postgres(host))
                    .query("select version from pg_stat_ssl where pid = pg_backend_pid()")
                    .execute()
                    .await(20, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getString(0);
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void the_pool_speaks_tls_to_a_trusted_server() throws Exception {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertThat(ask("localhost")).startsWith("TLSv1.");
        }
    }

    @Test
    void the_pool_refuses_a_trusted_server_under_another_name() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertThatThrownBy(() -> ask("127.0.0.1")).isNotInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void the_pool_refuses_a_server_nobody_vouches_for() {
        try (SelfSigned.Trust trust = other.trusted()) {
            assertThatThrownBy(() -> ask("localhost")).isNotInstanceOf(TimeoutException.class);
        }
    }

    /** In a JVM of its own, which is told whom to trust as an operator's is. */
    @Test
    void migrations_run_over_tls_on_a_trusted_server_only() throws Exception {
        assertThat(migrate(certificate, "localhost")).isEmpty();
        assertThat(migrate(certificate, "127.0.0.1")).startsWith("1: Stopped:");
        assertThat(migrate(other, "localhost")).startsWith("1: Stopped:");
        try (SelfSigned.Trust trust = certificate.trusted()) {
            Vertx vertx = Vertx.vertx();
            assertThat(Pools.open(vertx, postgres("localhost"))
                            .query("select count(*) from seat")
                            .execute()
                            .await(20, TimeUnit.SECONDS))
                    .hasSize(1);
            vertx.close().await();
        }
    }

    /** What went wrong; empty if nothing did. */
    private static String migrate(SelfSigned trusted, String host) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        trusted.trustSettings().forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "migrate"));
        File log = Files.createTempFile(folder, "migrate", ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        try (MailCatcher mails = MailCatcher.start()) {
            Map<String, String> environment = TestConfig.environment(postgres(host), mails.smtp(), 0);
            environment.put("CRENEAU_HTTP_PUBLIC_URL", "http://localhost");
            environment.put("CRENEAU_POSTGRES_TLS", "true");
            builder.environment().keySet().removeIf(name -> name.startsWith("CRENEAU_") || name.contains("JAVA_"));
            builder.environment().putAll(environment);
            Process running = builder.start();
            assertThat(running.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String said = Files.readString(log.toPath());
            return running.exitValue() == 0 ? "" : running.exitValue() + ": " + said.substring(said.indexOf("Stopped"));
        }
    }
}
