package fr.creneau.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fr.creneau.testkit.Balancer;
import fr.creneau.testkit.Ports;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HAProxy does with {@code docker/haproxy.cfg} before three servers that answer as an instance does, or not at all. */
class BalancerIT {
    private static final String NONE =
            "The balancer's test is skipped: no HAProxy found (Debian: apt-get install haproxy).";

    private static final int INSTANCES = 3;
    /** Places of each server, instead of the shipped thousands. */
    private static final int STREAMS = 4;

    private static final int OTHERS = 2;
    private static final int OK = 200;
    private static final int FULL = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Instead of the shipped one: longer than anything is waited for, so that nobody gives a place free only because it is over. */
    private static final Duration REQUEST_TIME = Duration.ofSeconds(40);

    private static final byte[] GET_PAGE =
            "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final AtomicInteger unanswered = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static List<Balancer.Instance> servers;
    private static Balancer balancer;

    @BeforeAll
    static void start() throws Exception {
        boolean installed = Balancer.isInstalled();
        if (!installed) {
            System.err.println(NONE);
        }
        assumeTrue(installed, NONE);
        int port = Ports.free();
        int management = Ports.free();
        Future.all(
                        listen(port, BalancerIT::serve),
                        listen(management, request -> request.response().end("ready")))
                .await(20, TimeUnit.SECONDS);
        servers = Collections.nCopies(INSTANCES, new Balancer.Instance(port, management));
        balancer = Balancer.before(
                servers,
                patient()
                        .with("default-server maxconn 1000", "default-server maxconn " + STREAMS)
                        .with("rise 1 maxconn 2000", "rise 1 maxconn " + OTHERS),
                folder);
    }

    @AfterAll
    static void stop() throws Exception {
        if (balancer != null) {
            balancer.close();
        }
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private static Balancer.Configuration patient() {
        return Balancer.Configuration.shipped()
                .with("timeout http-request 10s", "timeout http-request " + REQUEST_TIME.toSeconds() + "s");
    }

    private static Future<HttpServer> listen(int port, Handler<HttpServerRequest> served) {
        return vertx.createHttpServer().requestHandler(served).listen(port, "127.0.0.1");
    }

    private static void serve(HttpServerRequest request) {
        if (request.path().endsWith("/flux")) {
            request.response().setChunked(true).write("data: one\n\n");
        } else if (request.path().endsWith("/never")) {
            unanswered.incrementAndGet();
            request.connection().closeHandler(closed -> unanswered.decrementAndGet());
        } else {
            request.response().end(String.join(",", request.headers().getAll("X-Forwarded-For")));
        }
    }

    @Test
    void streams_that_find_no_place_are_refused_until_others_end_and_take_none_of_the_others() throws Exception {
        List<CompletableFuture<HttpResponse<Stream<String>>>> streams = IntStream.range(0, INSTANCES * STREAMS + 3)
                .mapToObj(number -> client.sendAsync(get("/flux"), HttpResponse.BodyHandlers.ofLines()))
                .toList();
        try {
            List<HttpResponse<Stream<String>>> answers =
                    streams.stream().map(CompletableFuture::join).toList();
            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(OK, FULL);
            assertThat(answers).filteredOn(answer -> answer.statusCode() == OK).hasSize(INSTANCES * STREAMS);
            assertThat(answers)
                    .filteredOn(answer -> answer.statusCode() == FULL)
                    .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After"))
                            .hasValue("10"));
            assertThat(text("/page").statusCode()).isEqualTo(OK);
        } finally {
            streams.forEach(stream -> stream.thenAccept(answer -> answer.body().close()));
        }
        await().atMost(PATIENCE).until(() -> {
            HttpResponse<Stream<String>> next = client.send(get("/flux"), HttpResponse.BodyHandlers.ofLines());
            next.body().close();
            return next.statusCode() == OK;
        });
    }

    @Test
    void who_finds_all_places_taken_is_told_when_to_come_back_and_who_leaves_gives_theirs_free() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> never = IntStream.range(0, INSTANCES * OTHERS)
                .mapToObj(number -> client.sendAsync(get("/never"), HttpResponse.BodyHandlers.ofString()))
                .toList();
        try {
            await().atMost(PATIENCE).until(() -> unanswered.get() == INSTANCES * OTHERS);
            HttpResponse<String> answer = text("/page");
            assertThat(answer.statusCode()).isEqualTo(FULL);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.body()).contains("Patientez dix secondes", "Wait ten seconds");
        } finally {
            never.forEach(request -> request.cancel(true));
        }
        // Sooner than an instance would be given up that does not answer.
        await().atMost(PATIENCE).until(() -> unanswered.get() == 0);
        assertThat(text("/page").statusCode()).isEqualTo(OK);
    }

    /** Before the time is over that a browser has for its next request: the read below would time out. */
    @Test
    void who_was_answered_and_asks_for_nothing_more_gives_the_place_free() throws Exception {
        try (Socket visitor = connected()) {
            visitor.setSoTimeout((int) PATIENCE.toMillis());
            visitor.getOutputStream().write(GET_PAGE);
            assertThat(new String(visitor.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void one_source_takes_no_more_than_its_share_of_the_places() throws Exception {
        int share = 5;
        Path own = Files.createDirectory(folder.resolve("share"));
        List<Socket> sockets = new ArrayList<>();
        try (Balancer narrow =
                Balancer.before(servers, patient().with("sc0_conn_cur gt 3000", "sc0_conn_cur gt " + share), own)) {
            for (int i = 0; i < share; i++) {
                sockets.add(connected(narrow));
            }
            // A connection is there before HAProxy has taken and counted it.
            await().atMost(PATIENCE).until(() -> !answered(narrow));
            sockets.remove(0).close();
            await().atMost(PATIENCE).until(() -> answered(narrow));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean answered(Balancer by) throws IOException {
        try (Socket visitor = connected(by)) {
            visitor.setSoTimeout((int) PATIENCE.toMillis());
            visitor.getOutputStream().write(GET_PAGE);
            return visitor.getInputStream().read() != -1;
        } catch (SocketException refused) {
            return false;
        }
    }

    private static Socket connected() throws IOException {
        return connected(balancer);
    }

    private static Socket connected(Balancer to) throws IOException {
        URI address = URI.create(to.url());
        return new Socket(address.getHost(), address.getPort());
    }

    @Test
    void what_a_client_claims_of_its_address_does_not_reach_an_instance() throws Exception {
        HttpRequest claim = HttpRequest.newBuilder(URI.create(balancer.url() + "/page"))
                .header("X-Forwarded-For", "203.0.113.7")
                .timeout(PATIENCE)
                .build();
        assertThat(client.send(claim, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("127.0.0.1");
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create(balancer.url() + path))
                .timeout(PATIENCE)
                .build();
    }

    private static HttpResponse<String> text(String path) throws Exception {
        return client.send(get(path), HttpResponse.BodyHandlers.ofString());
    }
}
