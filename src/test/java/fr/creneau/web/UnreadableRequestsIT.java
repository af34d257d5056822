package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read as a request never reaches a page, and is answered with one all the same. */
class UnreadableRequestsIT {
    private static final int PATIENCE_MS = 10_000;
    private static final Vertx vertx = Vertx.vertx();
    private static final WebVerticle web =
            new WebVerticle(Configs.config(), Clock.systemUTC(), Assets.load(Optional.empty()), List.of());

    @BeforeAll
    static void start() throws Exception {
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    /** @param headers by their name in lower case */
    private record Reply(int status, Map<String, String> headers, String body) {
        Document page() {
            return Jsoup.parse(body);
        }
    }

    private static Reply say(String text) {
        try (Socket socket = connect()) {
            return say(socket, text);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", web.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** Says it, and hears the whole answer. */
    private static Reply say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        InputStream heard = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = heard.read();
            assertThat(octet).as("goes on after " + head).isNotNegative();
            head.append((char) octet);
        }
        List<String> lines = head.toString().strip().lines().toList();
        Map<String, String> headers = lines.stream()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(pair -> pair[0].toLowerCase(Locale.ROOT), pair -> pair[1]));
        byte[] body = heard.readNBytes(Integer.parseInt(headers.get("content-length")));
        return new Reply(
                Integer.parseInt(lines.get(0).split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static void assertPage(Reply reply, int status, String title, String englishTitle) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("content-length", String.valueOf(reply.body().getBytes(StandardCharsets.UTF_8).length))
                .containsEntry("connection", "close")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("cache-control", "no-store")
                .hasEntrySatisfying(
                        "content-security-policy", policy -> assertThat(policy).contains("default-src 'none'"));
        Document page = reply.page();
        assertThat(page.select("html").attr("lang")).isEqualTo("fr");
        assertThat(page.select("h1").text()).isEqualTo(title);
        assertThat(page.select("main [lang=en] h2").text()).isEqualTo(englishTitle);
        assertThat(page.select("main a.fr-btn").eachAttr("href")).containsExactly("/", "/?lang=en");
        assertThat(page.select("main [lang=en] a").eachAttr("href")).containsExactly("/?lang=en");
        assertThat(reply.body()).doesNotContain("Exception", "netty", "xxx");
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 1_000_000})
    void an_address_too_long_gets_a_page_with_a_way_on(int length) {
        Reply reply = say("GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertPage(reply, 414, "Cette adresse est trop longue", "This address is too long");
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 1_000_000})
    void a_header_too_long_gets_a_page_that_tells_of_cookies(int length) {
        Reply reply = say("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: creneau=" + "x".repeat(length) + "\r\n\r\n");
        assertPage(
                reply, 431, "Votre navigateur envoie trop d’informations", "Your browser sends too much information");
        assertThat(reply.page().select("main").text()).contains("Supprimez les cookies", "Delete the cookies");
    }

    @Test
    void too_many_headers_get_the_same() {
        String headers = IntStream.range(0, 3_000)
                .mapToObj(number -> "x-" + number + ": xxx\r\n")
                .collect(Collectors.joining());
        assertPage(
                say("POST / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n"),
                431,
                "Votre navigateur envoie trop d’informations",
                "Your browser sends too much information");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xxx\r\n\r\n",
                "\u0016\u0003\u0001xxx\r\n\r\n",
                "GET / HTTP/x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nb\u0000d: xxx\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: xxx\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
            })
    void what_is_no_request_gets_a_page_with_a_way_on(String text) {
        assertPage(say(text), 400, "Cette demande n’a pas pu être lue", "This request could not be read");
    }

    @Test
    void a_program_whose_headers_are_too_long_is_told_so_in_json() {
        Reply reply = say("GET /api/v1/desks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + "x".repeat(20_000)
                + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(431);
        assertThat(reply.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("connection", "close")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(new JsonObject(reply.body()))
                .isEqualTo(new JsonObject()
                        .put("type", "urn:creneau:problem:headers-too-large")
                        .put("title", "Les en-têtes sont trop longs")
                        .put("status", 431)
                        .put("detail", "Rien n’a été fait. Envoyez moins d’en-têtes, ou de plus courts.")
                        .put("code", "headers-too-large"));
    }

    /** A long header comes in pieces: a server that hangs up on the rest of it takes its own answer back. */
    @Test
    void who_is_still_sending_is_heard_out_for_a_moment_and_then_left() throws IOException {
        try (Socket socket = connect()) {
            assertThat(say(socket, "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: creneau=" + "x".repeat(17_000))
                            .status())
                    .isEqualTo(431);
            for (int i = 0; i < 10; i++) {
                socket.getOutputStream().write("x".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(socket.getInputStream().read()).as("left, not reset").isNegative();
        }
    }

    @Test
    void the_site_goes_on_serving() {
        say("xxx\r\n\r\n");
        assertThat(say("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n").status()).isEqualTo(404);
    }
}
