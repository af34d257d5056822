package fr.creneau.testkit;

import fr.creneau.config.Config;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * Backends in containers. Testcontainers is only touched once the engine's socket answered a ping: asked on a machine without an
 * engine, it may take minutes to say so.
 */
final class Containers {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final long PATIENCE_S = 120;

    private Containers() {}

    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    static Optional<Config.Postgres> postgres() {
        return start("postgres:18", 5432, "POSTGRES_PASSWORD", "postgres", ".*database system is ready.*\\n", 2)
                .map(container -> Backends.postgres(container.getHost(), container.getMappedPort(5432), "postgres"));
    }

    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    static Optional<URI> redis() {
        return start("redis:7", 6379, "REDIS", "none", ".*Ready to accept connections.*\\n", 1)
                .map(container -> URI.create("redis://" + container.getHost() + ":" + container.getMappedPort(6379)));
    }

    private static Optional<GenericContainer<?>> start(
            String image, int port, String variable, String value, String ready, int times) {
        if (!Engine.ANSWERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(CompletableFuture.supplyAsync(() -> {
                        GenericContainer<?> container = new GenericContainer<>(image)
                                .withExposedPorts(port)
                                .withEnv(variable, value)
                                .waitingFor(Wait.forLogMessage(ready, times));
                        container.start();
                        return container;
                    })
                    .get(PATIENCE_S, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException failure) {
            System.err.println("Docker answers but " + image + " does not start: using the embedded one. " + failure);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static final class Engine {
        static final boolean ANSWERS = ask();

        private static boolean ask() {
            if (!Files.exists(SOCKET)) {
                return false;
            }
            try {
                return CompletableFuture.supplyAsync(Engine::ping).get(2, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static boolean ping() {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(SOCKET));
                channel.write(ByteBuffer.wrap(
                        "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer answer = ByteBuffer.allocate(12);
                while (answer.hasRemaining() && channel.read(answer) >= 0) {
                    // Until the status is there.
                }
                return new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
            } catch (IOException failure) {
                return false;
            }
        }
    }
}
