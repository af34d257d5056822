package fr.creneau.ops;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
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
    private final AtomicReference<Future<JsonObject>> mails =
            new AtomicReference<>(Future.succeededFuture(new JsonObject().put("dead", 3)));
    private Vertx vertx;
    private Management management;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        management = Management.start(
                        vertx,
                        new Config.Management("127.0.0.1", 0),
                        Map.of("backend", () -> backend.get().get()),
                        () -> mails.get())
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void readyWhileTheBackendsAnswer() throws Exception {
        assertThat(get("/live").statusCode()).isEqualTo(200);
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"ready\",\"backends\":{\"backend\":\"ok\"}}");
    }

    @Test
    void aBackendThatFailsKeepsNoRequestAwayAndIsReportedWithoutItsMessage() throws Exception {
        backend.set(() -> Future.failedFuture("password of postgres is sesame"));
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"degraded\",\"backends\":{\"backend\":\"degraded\"}}");
        backend.set(Future::succeededFuture);
        assertThat(get("/ready").body()).contains("\"backend\":\"ok\"");
    }

    @Test
    void aBackendThatIsSilentIsReportedBeforeTheBalancerGivesUp() throws Exception {
        backend.set(() -> Promise.promise().future());
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"backend\":\"degraded\"");
    }

    @Test
    void aCheckThatThrowsIsReported() throws Exception {
        backend.set(() -> {
            throw new IllegalStateException("closed");
        });
        HttpResponse<String> answer = get("/ready");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"backend\":\"degraded\"");
    }

    @Test
    void tellsHowTheOutboxStandsOrThatNobodyKnows() throws Exception {
        assertThat(get("/mails").body()).isEqualTo("{\"dead\":3}");
        mails.set(Future.failedFuture("password of postgres is sesame"));
        assertThat(get("/mails").statusCode()).isEqualTo(503);
        assertThat(get("/mails").body()).doesNotContain("sesame");
    }

    @Test
    void notReadyOnceLeaving() throws Exception {
        management.leave();
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/live").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + management.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
