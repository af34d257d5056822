package fr.creneau.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The little of the engine's API that is asked before Testcontainers is: that one retries for minutes where there is no engine, or no
 * registry to pull from. Every wait has an end.
 */
final class DockerEngine {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /** The engine answers a pull once the registry has answered the engine. */
    private static final Duration REGISTRY_ANSWER = Duration.ofSeconds(10);

    private static final Duration DOWNLOAD = Duration.ofMinutes(3);

    private final Path socket;
    private final Duration registryAnswer;
    private boolean registryAnswers = true;

    /** @param registryAnswer after which a registry counts as out of reach */
    DockerEngine(Path socket, Duration registryAnswer) {
        this.socket = socket;
        this.registryAnswer = registryAnswer;
    }

    /** The engine that Testcontainers would use; empty when it isn't behind a socket of this machine. */
    static Optional<DockerEngine> ofThisMachine() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        return host.startsWith("unix://")
                ? Optional.of(new DockerEngine(Path.of(host.substring("unix://".length())), REGISTRY_ANSWER))
                : Optional.empty();
    }

    boolean answers() {
        return Files.exists(socket) && status("GET /_ping", ANSWER, ANSWER) == 200;
    }

    /** Whether the image is there, or is there after a pull. A registry that did not give one image is not asked for another. */
    synchronized boolean canHave(String image) {
        if (has(image)) {
            return true;
        }
        if (registryAnswers) {
            int colon = image.lastIndexOf(':');
            String query =
                    "fromImage=%s&tag=%s".formatted(encoded(image.substring(0, colon)), image.substring(colon + 1));
            registryAnswers = status("POST /images/create?" + query, registryAnswer, DOWNLOAD) == 200;
        }
        return registryAnswers && has(image);
    }

    private boolean has(String image) {
        return status("GET /images/" + image + "/json", ANSWER, ANSWER) == 200;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** The status of the answer, once the whole answer is here; 0 if it does not come in time. */
    private int status(String request, Duration begins, Duration ends) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(
                    (request + " HTTP/1.0\r\nHost: docker\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer head = ByteBuffer.allocate("HTTP/1.0 200".length());
            within(begins, () -> fill(channel, head));
            within(ends, () -> drain(channel));
            return Integer.parseInt(new String(head.array(), 9, 3, StandardCharsets.US_ASCII));
        } catch (IOException | ExecutionException | TimeoutException | NumberFormatException failure) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Whoever is late still reads; closing the channel ends that. */
    private static void within(Duration patience, Reading reading)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture.runAsync(() -> {
                    try {
                        reading.run();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Until it is full.
        }
    }

    private static void drain(SocketChannel channel) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(8192);
        while (channel.read(rest.clear()) >= 0) {
            // Until the engine hangs up.
        }
    }

    private interface Reading {
        void run() throws IOException;
    }
}
