package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** HAProxy (Debian) before instances of this machine: with the file of {@code docker/}, but for addresses. It ends with this JVM. */
public final class Balancer implements AutoCloseable {
    private static final String PROGRAM = "haproxy";
    private static final Path SHIPPED = Path.of("docker", "haproxy.cfg");
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final int port;
    private final int view;
    private final Process process;

    private Balancer(int port, int view, Process process) {
        this.port = port;
        this.view = view;
        this.process = process;
    }

    /** @param port where an instance serves, and {@code management} where it says that it is ready */
    public record Instance(int port, int management) {}

    /** HAProxy's configuration as it is shipped. What is to be different must be in it: else the test would be of another thing than it says. */
    public static final class Configuration {
        private final String text;

        private Configuration(String text) {
            this.text = text;
        }

        public static Configuration shipped() {
            try {
                return new Configuration(Files.readString(SHIPPED));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        public Configuration with(String shipped, String instead) {
            if (!text.contains(shipped)) {
                throw new IllegalStateException("not in " + SHIPPED + ": " + shipped);
            }
            return new Configuration(text.replace(shipped, instead));
        }

        private Configuration before(List<Instance> instances) {
            Configuration all = this;
            for (int i = 0; i < instances.size(); i++) {
                String name = "site" + (i + 1);
                String address =
                        "server " + name + " 127.0.0.1:" + instances.get(i).port();
                String tracked = " no-check track instances/" + name;
                String found = " resolvers docker init-addr last,libc,none";
                String shipped = "server " + name + " " + name + ":8080";
                all = all.with(
                                shipped + found,
                                address + " port " + instances.get(i).management())
                        .with(shipped + tracked + found, address + tracked);
            }
            return all;
        }
    }

    public static boolean isInstalled() {
        return Programs.succeeds(PROGRAM, "-v");
    }

    /**
     * Comes back when all instances are seen.
     *
     * @param folder for its configuration and what it writes
     */
    public static Balancer before(List<Instance> instances, Configuration configuration, Path folder) {
        int port = Ports.free();
        int view = Ports.free();
        try {
            String text = configuration
                    .with("bind :8080", "bind 127.0.0.1:" + port)
                    .with("bind :8404", "bind 127.0.0.1:" + view)
                    .before(instances)
                    .text;
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), text);
            Process process = new ProcessBuilder(PROGRAM, "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            Balancer balancer = new Balancer(port, view, process);
            for (int number = 1; number <= instances.size(); number++) {
                balancer.awaitUp(number);
            }
            return balancer;
        } catch (IOException failure) {
            throw new UncheckedIOException("haproxy (Debian's package of that name) does not start", failure);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** @param number of the instance, from 1 */
    public void awaitUp(int number) {
        await("instance " + number + " behind HAProxy")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> states().anyMatch(line -> line.startsWith("instances,site" + number + ",") && isUp(line)));
    }

    @Override
    public void close() {
        process.destroy();
    }

    private static boolean isUp(String line) {
        return List.of(line.split(",", -1)).contains("UP");
    }

    private Stream<String> states() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + view + "/;csv"))
                .timeout(ANSWER)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }
}
