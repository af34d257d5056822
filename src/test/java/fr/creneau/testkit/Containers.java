package fr.creneau.testkit;

import fr.creneau.config.Config;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Backends in containers. Testcontainers is only touched once an engine answered and has, or got, all the images. */
final class Containers {
    private static final long PATIENCE_S = 60;
    /** As this version of Testcontainers has it, in a class it keeps to itself. */
    private static final String REAPER = "testcontainers/ryuk:0.14.0";

    private static final Optional<DockerEngine> ENGINE =
            DockerEngine.ofThisMachine().filter(DockerEngine::answers);

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
        if (ENGINE.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> missing =
                needed(image).filter(name -> !ENGINE.get().canHave(name)).findFirst();
        if (missing.isPresent()) {
            return embedded(image, missing.get() + " is neither there nor to be pulled");
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
            return embedded(image, failure.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Testcontainers starts its reaper first, unless told not to. */
    private static Stream<String> needed(String image) {
        return Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
                ? Stream.of(image)
                : Stream.of(image, REAPER);
    }

    private static <T> Optional<T> embedded(String image, String why) {
        System.err.println("Docker answers but " + image + " does not start (" + why + "): using the embedded one.");
        return Optional.empty();
    }
}
