package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The static files as the build leaves them, and those of an operator's theme, as clients get them. */
class StaticFilesIT {
    private static final Path WEBROOT = Path.of("target", "classes", "webroot");
    private static final byte[] LARGE = new byte[300_000];
    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private static Path theme;

    private static Assets assets;
    private static WebVerticle web;

    @BeforeAll
    static void start() throws Exception {
        new Random(1).nextBytes(LARGE);
        write("dsfr.min.css", "body{}".getBytes());
        write("dsfr.min.css.gz", "the operator's gzip".getBytes());
        write("dsfr.min.css.br", "the operator's brotli".getBytes());
        write("fonts/large.woff2", LARGE);
        write("fonts/gone.woff2", LARGE);
        write("icons/alone.svg", "<svg/>".repeat(1_000).getBytes());
        write("icons/changed.svg", "<svg>new</svg>".getBytes());
        write("icons/changed.svg.gz", "of an older one".getBytes());
        Files.setLastModifiedTime(
                theme.resolve("icons/changed.svg.gz"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        assets = Assets.load(Optional.of(theme));
        Files.delete(theme.resolve("fonts/gone.woff2"));
        web = new WebVerticle(Configs.config(), Clock.systemUTC(), assets, List.of());
        vertx.deployVerticle(web).await(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    static Stream<String> ours() throws IOException {
        try (Stream<Path> files = Files.walk(WEBROOT)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> WEBROOT.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.endsWith(".br") && !name.endsWith(".gz"))
                    .toList()
                    .stream();
        }
    }

    /** Not compressed for each who asks: the bytes are those of the copy. */
    @ParameterizedTest
    @MethodSource("ours")
    void each_file_comes_compressed_as_the_build_left_it(String name) throws Exception {
        byte[] file = Files.readAllBytes(WEBROOT.resolve(name));
        assertThat(get(name, "identity").body()).isEqualTo(file);
        for (String coding : codings()) {
            Path copy = WEBROOT.resolve(name + (coding.equals("br") ? ".br" : ".gz"));
            HttpResponse<byte[]> response = get(name, coding);
            assertThat(response.headers().firstValue("Content-Encoding")).contains(coding);
            assertThat(response.body()).isEqualTo(Files.readAllBytes(copy)).hasSizeLessThan(file.length);
            assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
            assertThat(decoded(coding, response.body())).isEqualTo(file);
        }
    }

    @Test
    void a_browser_is_sent_brotli_and_keeps_it_for_ever() throws Exception {
        Assumptions.assumeTrue(Brotli4jLoader.isAvailable(), "no brotli for this platform");
        HttpResponse<byte[]> response = get("css/creneau.css", "gzip, deflate, br, zstd");
        assertThat(response.headers().firstValue("Content-Encoding")).contains("br");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(response.headers().firstValue("Vary")).contains("accept-encoding");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void who_refuses_a_coding_is_sent_another() throws Exception {
        assertThat(coding("css/creneau.css", "br;q=0, gzip;q=0.1")).contains("gzip");
        assertThat(coding("css/creneau.css", "br;q=0, gzip;q=0")).isEmpty();
        assertThat(coding("css/creneau.css", "br;q=0, gzip;q=0.5, identity;q=0.9"))
                .isEmpty();
    }

    @Test
    void who_knows_none_of_ours_is_sent_the_file_and_told_that_there_are_others() throws Exception {
        for (String accepted : List.of("zstd", "", "*;q=0")) {
            HttpResponse<byte[]> response = get("css/creneau.css", accepted);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(response.headers().firstValue("Vary")).contains("accept-encoding");
            assertThat(response.body()).isEqualTo(Files.readAllBytes(WEBROOT.resolve("css/creneau.css")));
        }
    }

    @Test
    void head_tells_what_get_would_send() throws Exception {
        HttpResponse<byte[]> got = get("js/queue.js", "gzip");
        HttpResponse<byte[]> head = send(request("js/queue.js", "gzip").method("HEAD", none()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name :
                List.of("Content-Length", "Content-Type", "Content-Encoding", "ETag", "Cache-Control", "Vary")) {
            assertThat(head.headers().firstValue(name))
                    .as(name)
                    .isPresent()
                    .isEqualTo(got.headers().firstValue(name));
        }
    }

    @Test
    void who_has_it_is_told_so_and_each_coding_is_another_thing_to_have() throws Exception {
        String gzip = get("js/queue.js", "gzip").headers().firstValue("ETag").orElseThrow();
        String plain =
                get("js/queue.js", "identity").headers().firstValue("ETag").orElseThrow();
        assertThat(gzip).isNotEqualTo(plain).startsWith("\"");
        for (String known : List.of(gzip, "W/" + gzip, "\"other\", " + gzip, "*")) {
            HttpResponse<byte[]> response = send(request("js/queue.js", "gzip").header("If-None-Match", known));
            assertThat(response.statusCode()).as(known).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("ETag")).contains(gzip);
            assertThat(response.headers().firstValue("Vary")).contains("accept-encoding");
            assertThat(response.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
        }
        assertThat(send(request("js/queue.js", "gzip").header("If-None-Match", plain))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void under_the_hash_of_another_version_it_is_not_kept() throws Exception {
        HttpResponse<byte[]> response =
                send(HttpRequest.newBuilder(uri("/static/0000/css/creneau.css")).header("Accept-Encoding", "gzip"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    }

    @Test
    void the_copies_have_no_address_of_their_own() throws Exception {
        for (String name : List.of("css/creneau.css.gz", "css/creneau.css.br", "theme/dsfr.min.css.gz", "none.css")) {
            assertThat(send(HttpRequest.newBuilder(uri("/static/" + assets.hash() + "/" + name)))
                            .statusCode())
                    .as(name)
                    .isEqualTo(404);
        }
    }

    @Test
    void copies_beside_the_files_of_a_theme_are_sent() throws Exception {
        assertThat(get("theme/dsfr.min.css", "gzip, br").body()).asString().isEqualTo("the operator's brotli");
        assertThat(get("theme/dsfr.min.css", "gzip").body()).asString().isEqualTo("the operator's gzip");
        assertThat(get("theme/dsfr.min.css", "identity").body()).asString().isEqualTo("body{}");
    }

    @Test
    void a_copy_that_is_older_than_its_file_is_not_sent() throws Exception {
        assertThat(get("theme/icons/changed.svg", "gzip").body()).asString().isEqualTo("<svg>new</svg>");
    }

    @Test
    void a_file_of_a_theme_without_copies_was_compressed_at_the_start() throws Exception {
        HttpResponse<byte[]> response = get("theme/icons/alone.svg", "gzip, br");
        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(decoded("gzip", response.body())).asString().isEqualTo("<svg/>".repeat(1_000));
    }

    @Test
    void a_large_file_that_gets_no_smaller_comes_whole_as_it_is() throws Exception {
        HttpResponse<byte[]> response = get("theme/fonts/large.woff2", "gzip, br");
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).contains("font/woff2");
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(LARGE.length);
        assertThat(response.body()).isEqualTo(LARGE);
    }

    @Test
    void a_file_that_is_gone_meanwhile_is_a_fault_that_nobody_keeps() throws Exception {
        HttpResponse<byte[]> response = get("theme/fonts/gone.woff2", "gzip");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    }

    private static List<String> codings() {
        return Brotli4jLoader.isAvailable() ? List.of("gzip", "br") : List.of("gzip");
    }

    private static byte[] decoded(String coding, byte[] body) {
        try (InputStream in = coding.equals("br")
                ? new BrotliInputStream(new ByteArrayInputStream(body))
                : new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void write(String name, byte[] content) throws IOException {
        Files.createDirectories(theme.resolve(name).getParent());
        Files.write(theme.resolve(name), content);
    }

    private static Optional<String> coding(String name, String accepted) throws Exception {
        return get(name, accepted).headers().firstValue("Content-Encoding");
    }

    private static HttpResponse<byte[]> get(String name, String accepted) throws Exception {
        return send(request(name, accepted));
    }

    private static HttpRequest.Builder request(String name, String accepted) {
        return HttpRequest.newBuilder(uri(assets.url(name))).header("Accept-Encoding", accepted);
    }

    private static HttpRequest.BodyPublisher none() {
        return HttpRequest.BodyPublishers.noBody();
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + web.port() + path);
    }
}
