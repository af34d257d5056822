package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebVerticleTest {
    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client = HttpClient.newHttpClient();
    private static final WebVerticle web = new WebVerticle(
            Configs.config(), Clock.systemUTC(), Assets.load(Optional.empty()), List.of((router, site) -> {
                site.get(router, "/panne/:secret", visit -> {
                    throw new IllegalStateException("inside " + visit.pathParam("secret"));
                });
                site.get(
                        router,
                        "/gabarit",
                        visit -> Answer.view("no-such-template", "error.fault.title", "")
                                .now());
                site.get(
                        router,
                        "/langue",
                        visit -> new Answer.Document(
                                        "text/plain",
                                        "",
                                        io.vertx.core.buffer.Buffer.buffer(
                                                visit.language().code()))
                                .now());
            }));

    @BeforeAll
    static void start() throws Exception {
        vertx.deployVerticle(web).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void an_unknown_address_gets_a_page_with_a_way_on() throws Exception {
        HttpResponse<String> response = get("/nulle-part");
        Document page = Jsoup.parse(response.body());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(page.select("h1").text()).isEqualTo("Page introuvable");
        assertThat(page.select("main a[href=/]")).hasSize(1);
        assertThat(page.select("html").attr("lang")).isEqualTo("fr");
    }

    @Test
    void a_wrong_method_gets_a_page() throws Exception {
        HttpRequest delete = request("/langue").DELETE().build();
        assertThat(client.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void a_fault_tells_nothing_of_the_inside() throws Exception {
        HttpResponse<String> response = get("/panne/jeton123");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("<h1>").doesNotContain("Exception", "inside", "fr.creneau");
    }

    /** Well before the timeout, which would say 503. */
    @Test
    void a_page_that_cannot_be_rendered_gets_the_error_page_at_once() throws Exception {
        HttpResponse<String> response = get("/gabarit");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("<h1>").doesNotContain("no-such-template");
    }

    @Test
    void malformed_percent_encoding_gets_a_400_page() throws Exception {
        String answer = Raw.send(web.port(), "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").contains("<h1>");
    }

    @Test
    void an_unknown_host_is_not_answered_but_told_the_right_one() throws Exception {
        String answer = Raw.send(web.port(), "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 421");
        Document page = Jsoup.parse(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(page.select("main").text()).contains("à une autre", "Le bouton ci-dessous y mène");
        assertThat(page.select("main a").eachAttr("href")).containsExactly("http://localhost/");
    }

    /** Behind a balancer that lets the upgrade through, what follows on that connection would pass it unseen, with any address claimed. */
    @Test
    void a_connection_is_not_made_one_of_http_2() throws Exception {
        String answer = Raw.send(
                web.port(),
                "GET /langue HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
                        + "GET /langue HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(3);
    }

    @Test
    void the_language_switch_keeps_the_page_and_never_leads_elsewhere() throws Exception {
        HttpResponse<String> switched = get("/langue?lang=en");
        assertThat(switched.statusCode()).isEqualTo(303);
        assertThat(switched.headers().firstValue("Location")).contains("/langue");
        assertThat(switched.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("lang=en");
        assertThat(get("/langue?lang=fr&vue=liste&semaine=2026-11-23&autre=1&avis=%0d%0aX")
                        .headers()
                        .firstValue("Location"))
                .contains("/langue?semaine=2026-11-23&vue=liste");
        String answer = Raw.send(
                web.port(), "GET //evil.example/?lang=en HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).doesNotContainIgnoringCase("location: //");
    }

    @Test
    void the_language_is_the_cookies_then_the_browsers_then_french() throws Exception {
        assertThat(language("en-US,fr;q=0.5", "")).isEqualTo("en");
        assertThat(language("en-US", "lang=fr")).isEqualTo("fr");
        assertThat(language("pt-BR", "")).isEqualTo("fr");
        assertThat(language(";;;=", "lang=xx")).isEqualTo("fr");
    }

    @Test
    void every_answer_bears_the_security_headers() throws Exception {
        HttpResponse<String> response = get("/nulle-part");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void static_files_are_immutable_under_their_hash_and_nothing_else_is_served() throws Exception {
        Document page = Jsoup.parse(get("/nulle-part").body());
        String css = page.select("link[rel=stylesheet]").attr("href");
        HttpResponse<String> response = get(css);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/css");
        assertThat(get("/static/0000/css/creneau.css").headers().firstValue("Cache-Control"))
                .contains("no-cache");
        assertThat(get("/static/x/..%2F..%2Fdb/migration").statusCode()).isEqualTo(404);
    }

    @Test
    void a_page_is_compressed_for_whoever_likes_that() throws Exception {
        HttpResponse<byte[]> zipped = compressed("/nulle-part", "gzip, deflate, br");
        HttpResponse<byte[]> plain = compressed("/nulle-part", "gzip;q=0, br");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(zipped.headers().firstValueAsLong("Content-Length")).hasValue(zipped.body().length);
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(List.of(zipped, plain))
                .allMatch(response -> response.headers().firstValue("Vary").isPresent());
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @Test
    void what_fits_into_a_packet_is_not_compressed() throws Exception {
        assertThat(compressed("/langue", "gzip").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static HttpResponse<byte[]> compressed(String path, String accepted)
            throws IOException, InterruptedException {
        return client.send(
                request(path).header("Accept-Encoding", accepted).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String language(String accepted, String cookie) throws IOException, InterruptedException {
        HttpRequest request = request("/langue")
                .header("Accept-Language", accepted)
                .header("Cookie", cookie)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + web.port() + path));
    }
}
