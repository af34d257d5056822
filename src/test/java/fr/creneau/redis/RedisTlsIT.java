package fr.creneau.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SelfSigned;
import fr.creneau.testkit.TlsFront;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://}: a server whose certificate the JVM trusts for that name, and none other. */
class RedisTlsIT {
    private static final LuaScript ECHO = LuaScript.of("echo", "return ARGV[1]");

    @TempDir
    static Path folder;

    @TempDir
    static Path elsewhere;

    private static RedisProcess redis;
    private static SelfSigned certificate;
    private static TlsFront front;

    @BeforeAll
    static void start() {
        redis = RedisProcess.server();
        certificate = SelfSigned.in(folder);
        front = TlsFront.of(certificate, redis.port());
    }

    @AfterAll
    static void stop() {
        front.close();
        redis.close();
    }

    private static String echo(String host) throws TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            Config.Redis config = Backends.redis(URI.create("rediss://" + host + ":" + front.port()));
            return RedisGateway.open(vertx, config)
                    .run(ECHO, List.of("k"), List.of("secured"))
                    .await(20, TimeUnit.SECONDS)
                    .toString();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void a_trusted_server_is_spoken_to() throws Exception {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertThat(echo("localhost")).isEqualTo("secured");
        }
    }

    @Test
    void a_trusted_server_under_another_name_is_not() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertThatThrownBy(() -> echo("127.0.0.1"))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasRootCauseInstanceOf(java.security.cert.CertificateException.class);
        }
    }

    @Test
    void a_server_nobody_vouches_for_is_not() {
        SelfSigned other = SelfSigned.in(elsewhere);
        try (SelfSigned.Trust trust = other.trusted()) {
            assertThatThrownBy(() -> echo("localhost"))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasCauseInstanceOf(SSLException.class);
        }
        assertThatThrownBy(() -> echo("localhost"))
                .as("by the JVM's own list")
                .isInstanceOf(RedisUnavailableException.class)
                .hasCauseInstanceOf(SSLException.class);
    }
}
