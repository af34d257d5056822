package fr.creneau.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JdbcTest {
    /** What a client of PostgreSQL says first when it wants TLS: length 8, code 80877103. */
    private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    @Test
    void withTlsTheServerIsVerifiedAgainstWhatTheJvmTrusts() {
        assertThat(Jdbc.url(postgres(5432, true)))
                .isEqualTo("jdbc:postgresql://localhost:5432/creneau"
                        + "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        assertThat(Jdbc.url(postgres(5432, false))).isEqualTo("jdbc:postgresql://localhost:5432/creneau");
    }

    @Test
    void neitherJdbcNorThePoolGoOnWithoutTlsWhereItIsWanted() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            BlockingQueue<byte[]> asked = new LinkedBlockingQueue<>();
            Thread refusing = new Thread(() -> refuse(server, asked));
            refusing.setDaemon(true);
            refusing.start();
            Config.Postgres postgres = postgres(server.getLocalPort(), true);
            assertThatThrownBy(() -> DriverManager.getConnection(Jdbc.url(postgres), "u", "p"));
            assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(SSL_REQUEST);
            assertThatThrownBy(() ->
                    Pools.open(vertx, postgres).query("select 1").execute().await(10, TimeUnit.SECONDS));
            assertThat(asked.poll(10, TimeUnit.SECONDS)).as("the pool's").isEqualTo(SSL_REQUEST);
        } finally {
            vertx.close().await();
        }
    }

    /** Answers every client that there is no TLS here, then hangs up. */
    private static void refuse(ServerSocket server, BlockingQueue<byte[]> asked) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                asked.add(client.getInputStream().readNBytes(8));
                client.getOutputStream().write('N');
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Config.Postgres postgres(int port, boolean tls) {
        return new Config.Postgres(
                "localhost",
                port,
                "creneau",
                "u",
                new Secret("p"),
                tls,
                2,
                8,
                Duration.ofSeconds(3),
                Duration.ofSeconds(3));
    }
}
