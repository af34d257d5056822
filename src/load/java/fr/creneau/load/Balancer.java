package fr.creneau.load;

import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.Ports;
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

/** HAProxy (Debian) before the instances of a run: with the file of {@code docker/}, but for addresses. It ends with this JVM. */
final class Balancer {
    private static final Path SHIPPED = Path.of("docker", "haproxy.cfg");
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final int port = Ports.free();
    private final int view = Ports.free();

    private Balancer() {}

    static Balancer before(List<OwnSite.Instance> instances) {
        Balancer balancer = new Balancer();
        try {
            Path folder = OwnSite.folder();
            Path file = Files.writeString(folder.resolve("haproxy.cfg"), balancer.configuration(instances));
            Process process = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("haproxy.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        } catch (IOException failure) {
            throw new UncheckedIOException("haproxy (Debian's package of that name) does not start", failure);
        }
        for (int number = 1; number <= instances.size(); number++) {
            balancer.awaitUp(number);
        }
        return balancer;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** @param number of the instance, from 1 */
    void awaitUp(int number) {
        await("instance " + number + " behind HAProxy")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> states().anyMatch(line -> line.startsWith("instances,site" + number + ",") && isUp(line)));
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

    private String configuration(List<OwnSite.Instance> instances) throws IOException {
        String file = Files.readString(SHIPPED)
                .replace("bind :8080", "bind 127.0.0.1:" + port)
                .replace("bind :8404", "bind 127.0.0.1:" + view)
                // The clients tell of a network for each of them, so that limits count as in life.
                .replace("http-request del-header X-Forwarded-For\n", "\n");
        for (int i = 0; i < instances.size(); i++) {
            OwnSite.Instance instance = instances.get(i);
            String name = "site" + (i + 1);
            String address =
                    "server %s 127.0.0.1:%d".formatted(name, instance.process().port());
            file = file.replace(
                            "server %1$s %1$s:8080 resolvers docker init-addr last,libc,none".formatted(name),
                            address + " port " + instance.management())
                    .replace(
                            "server %1$s %1$s:8080 no-check track instances/%1$s resolvers docker init-addr last,libc,none"
                                    .formatted(name),
                            address + " no-check track instances/" + name);
        }
        return file;
    }
}
