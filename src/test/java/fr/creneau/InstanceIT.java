package fr.creneau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.task.Workers;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceIT {

    private final HttpClient client = HttpClient.newHttpClient();
    private final MailCatcher smtp = MailCatcher.start();
    private final List<Vertx> vertxes = new CopyOnWriteArrayList<>();
    private final List<Instance> instances = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        instances.forEach(instance -> instance.close().await());
        vertxes.forEach(vertx -> vertx.close().await());
        smtp.close();
    }

    @Test
    void severalStartTogetherOnANewDatabaseInOneJvm() throws Exception {
        Config.Postgres database = Backends.emptyDatabase();
        Config one = TestConfig.of(database, smtp.smtp(), Ports.free());
        Config two = TestConfig.of(database, smtp.smtp(), Ports.free());
        Future<Instance> first = start(one, InstanceIT::probe);
        Future<Instance> second = start(two, InstanceIT::probe);
        for (Instance instance : List.of(first.await(), second.await())) {
            assertThat(get(instance.managementPort(), "/ready").statusCode()).isEqualTo(200);
        }
        for (Config config : List.of(one, two)) {
            assertThat(get(config.http().port(), "/probe").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void drainingFailsReadinessFirstThenFinishesWhatIsUnderWayAndAcceptsNothingMore() throws Exception {
        Promise<Void> arrived = Promise.promise();
        Promise<Void> finish = Promise.promise();
        Map<String, String> environment = TestConfig.environment(Backends.freshDatabase(), smtp.smtp(), Ports.free());
        environment.put("CRENEAU_HTTP_DRAIN", "1s");
        Config config = ConfigLoader.load(null, environment);
        int port = config.http().port();
        Instance instance = start(config, router -> {
                    probe(router);
                    router.get("/slow").handler(context -> {
                        arrived.tryComplete();
                        finish.future().onSuccess(go -> context.end("finished"));
                    });
                })
                .await();

        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request(port, "/slow"), HttpResponse.BodyHandlers.ofString());
        arrived.future().await(5, TimeUnit.SECONDS);
        Future<Void> drained = instance.drain();

        assertThat(get(instance.managementPort(), "/ready").statusCode()).isEqualTo(503);
        assertThat(get(port, "/probe").statusCode())
                .as("still serves until the balancer noticed")
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(10)).until(() -> refused(port));
        assertThat(slow).as("under way").isNotDone();
        assertThat(drained.isComplete()).isFalse();

        finish.complete();
        assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("finished");
        drained.await(10, TimeUnit.SECONDS);
    }

    @Test
    void anInstanceHasMadeALetterBeforeItIsReady() throws Exception {
        Config config = TestConfig.of(Backends.freshDatabase(), smtp.smtp(), Ports.free());
        Instance instance = start(config, InstanceIT::probe).await();
        assertThat(get(instance.managementPort(), "/ready").statusCode()).isEqualTo(200);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .anyMatch(name -> name.startsWith(Workers.PAPERS));
    }

    @Test
    void aPortInUseStopsWhatHadStartedAndSaysWhy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Config config = TestConfig.of(Backends.freshDatabase(), smtp.smtp(), taken.getLocalPort());
            Vertx vertx = vertx();
            assertThatThrownBy(() -> Instance.start(vertx, config).await())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("in use");
            assertThat(vertx.deploymentIDs()).isEmpty();
        }
    }

    private Future<Instance> start(Config config, Consumer<Router> inFront) {
        return Instance.start(vertx(), config, Clock.systemUTC(), inFront).onSuccess(instances::add);
    }

    private Vertx vertx() {
        Vertx vertx = Vertx.vertx();
        vertxes.add(vertx);
        return vertx;
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return client.send(request(port, path), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static void probe(Router router) {
        router.get("/probe").handler(context -> context.end("here"));
    }

    private static boolean refused(int port) throws InterruptedException {
        try {
            HttpClient.newHttpClient().send(request(port, "/"), HttpResponse.BodyHandlers.discarding());
            return false;
        } catch (ConnectException nobodyListens) {
            return true;
        } catch (IOException thatVeryMoment) {
            // The kernel had taken the connection before the port was closed.
            return false;
        }
    }
}
