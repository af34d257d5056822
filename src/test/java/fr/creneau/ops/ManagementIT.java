package fr.creneau.ops;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementIT {
    private final AtomicReference<Supplier<Future<?>>> backend = new AtomicReference<>(Future::succeededFuture);
    private Vertx vertx;
    private Management management;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        management = Management.start(
                        vertx,
                        new Config.Management("127.0.0.1", 0),
                        Map.of("backend", () -> backend.get().get()))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void readyWhileTheBackendsAnswer() throws Exception {
        assertThat(get("/live").statusCode()).isBetween(200, 204);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void notReadyButAliveWhenABackendFailsAndItSaysWhichWithoutItsMessage() throws Exception {
        backend.set(() -> Future.failedFuture("password of postgres is sesame"));
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"backend\"").contains("DOWN").doesNotContain("sesame");
        assertThat(get("/live").statusCode()).isBetween(200, 204);
    }

    @Test
    void notReadyWhenABackendIsSilent() throws Exception {
        backend.set(() -> Promise.promise().future());
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void notReadyWhenACheckThrows() throws Exception {
        backend.set(() -> {
            throw new IllegalStateException("closed");
        });
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void notReadyOnceLeaving() throws Exception {
        management.leave();
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/live").statusCode()).isBetween(200, 204);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + management.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
