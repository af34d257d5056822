package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients that keep a connection busy without ever being done: each is answered or left in bounded time. All begin at once, and each test
 * looks at what became of one: they take seconds.
 */
class SlowClientsIT {
    private static final String FORM = """
            POST /formulaire HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-www-form-urlencoded\r
            """;
    /** A request is given eight seconds, a connection without one the configured second; the rest is for a busy machine. */
    private static final long BOUND_S = 20;

    private static final int DROP_EVERY_MS = 200;
    private static final Vertx vertx = Vertx.vertx();
    private static final WebVerticle web = new WebVerticle(
            Configs.config("HTTP_IDLE_TIMEOUT", "1s", "HTTP_MAX_BODY_BYTES", "8192"),
            Clock.systemUTC(),
            Assets.load(Optional.empty()),
            List.of((router, site) -> {
                site.post(
                        router,
                        "/formulaire",
                        visit -> visit.formOfSecretPage("a")
                                .map(form ->
                                        new Answer.Document("text/plain", "", Buffer.buffer("read " + form.get("a")))));
                site.get(router, "/page", visit -> new Answer.Document("text/plain", "", Buffer.buffer("page")).now());
            }));

    private static Client silent;
    private static Client endlessHeaders;
    private static Client endlessForm;
    private static Client refused;
    private static Client smallPieces;
    private static Client busy;

    @BeforeAll
    static void start() throws Exception {
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
        silent = new Client("", "");
        endlessHeaders = new Client("GET /page HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a");
        endlessForm = new Client(FORM + "Content-Length: 8000\r\n\r\na=", "a");
        String chunk = "400\r\n" + "x".repeat(1_024) + "\r\n";
        refused = new Client(FORM + "Transfer-Encoding: chunked\r\n\r\n", chunk);
        smallPieces = new Client(FORM + "Content-Length: 14\r\n\r\na=", "x");
        busy = new Client("", "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @AfterAll
    static void stop() throws Exception {
        for (Client client : List.of(silent, endlessHeaders, endlessForm, refused, smallPieces, busy)) {
            client.socket.close();
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    /** Says something at once, then the same drop again and again, and hears all until the server hangs up. */
    private static final class Client {
        private final Buffer heard = Buffer.buffer();
        private final Promise<Void> left = Promise.promise();
        private final NetSocket socket;

        Client(String first, String drop) throws TimeoutException {
            socket = vertx.createNetClient().connect(web.port(), "127.0.0.1").await(10, TimeUnit.SECONDS);
            socket.handler(heard::appendBuffer);
            long dropping = vertx.setPeriodic(DROP_EVERY_MS, tick -> say(drop));
            socket.closeHandler(gone -> {
                vertx.cancelTimer(dropping);
                left.tryComplete();
            });
            say(first);
        }

        void say(String text) {
            if (!text.isEmpty()) {
                socket.write(text);
            }
        }

        String heardWhenLeft() throws TimeoutException {
            left.future().await(BOUND_S, TimeUnit.SECONDS);
            return heard.toString();
        }

        boolean isLeft() {
            return left.future().isComplete();
        }
    }

    @Test
    void who_says_nothing_is_left() throws Exception {
        assertThat(silent.heardWhenLeft()).isEmpty();
    }

    @Test
    void whose_headers_never_end_is_left_though_never_silent() throws Exception {
        assertThat(endlessHeaders.heardWhenLeft()).doesNotContain("200 OK");
    }

    @Test
    void whose_form_never_ends_is_answered_then_left_though_never_silent() throws Exception {
        assertThat(endlessForm.heardWhenLeft())
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("Retry-After: ")
                .contains("<h1>");
    }

    @Test
    void who_goes_on_after_a_refusal_is_left() throws Exception {
        assertThat(refused.heardWhenLeft()).startsWith("HTTP/1.1 413").contains("<h1>");
    }

    @Test
    void a_form_that_comes_in_small_pieces_is_read() {
        // Longer than a connection may be without a request, but there is one under way.
        await().atMost(Duration.ofSeconds(BOUND_S))
                .until(() -> smallPieces.heard.toString().contains("read xxxxxxxxxxxx"));
    }

    /** For three times as long as a connection may be without a request. */
    @Test
    void a_connection_with_requests_on_it_is_kept() {
        await().atMost(Duration.ofSeconds(BOUND_S))
                .until(() -> busy.heard.toString().split("200 OK", -1).length > 3 * 1_000 / DROP_EVERY_MS);
        assertThat(busy.isLeft()).isFalse();
    }
}
