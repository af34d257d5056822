package fr.creneau.web.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.booking.BookingState;
import fr.creneau.mail.Specimen;
import fr.creneau.task.Workers;
import fr.creneau.web.Assets;
import fr.creneau.web.Configs;
import fr.creneau.web.PageWeight;
import fr.creneau.web.WebVerticle;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagePagesTest {
    private static final long HEAVIEST = 30_000;

    @SuppressWarnings("unused") // named by annotations below
    private static final List<String> PAGES = List.of(
            "/",
            "/aide",
            "/mentions-legales",
            "/donnees-personnelles",
            "/accessibilite",
            "/nulle-part",
            "/confirmation/cPENDING",
            "/confirmation/cBOOKED",
            "/confirmation/cEXPIRED",
            "/confirmation/cCANCELLED",
            "/confirmation/cPENDING/annuler",
            "/rendez-vous/mBOOKED",
            "/rendez-vous/mCANCELLED",
            "/rendez-vous/mBOOKED/annuler");

    private static final Vertx vertx = Vertx.vertx();
    private static final HttpClient client = HttpClient.newHttpClient();
    private static final LinkDesk desk = new LinkDesk(vertx, Instant.now().plus(Duration.ofDays(8)));
    private static final WebVerticle web =
            new WebVerticle(Configs.config(), Clock.systemUTC(), Assets.load(Optional.empty()));

    @BeforeAll
    static void start() throws Exception {
        // As an instance does: the first letter takes longer than anybody waits.
        Specimen.compose();
        vertx.deployVerticle(web).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        for (BookingState state : BookingState.values()) {
            desk.link("c" + state, state);
            desk.link("m" + state, state);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void every_page_has_one_h1_a_title_that_says_it_and_landmarks_in_both_languages(String path) throws Exception {
        for (String language : List.of("fr", "en")) {
            Document page = page(path, language);
            assertThat(page.select("html").attr("lang")).isEqualTo(language);
            assertThat(page.select("h1")).hasSize(1);
            assertThat(page.title()).startsWith(page.select("h1").text() + " – ");
            assertThat(page.select("main#content, header, footer#footer")).hasSize(3);
            assertThat(page.select(".fr-skiplinks a").eachAttr("href")).containsExactly("#content", "#footer");
            assertThat(page.select("style, [style], script:not([src])"))
                    .as("nothing inline")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void headings_leave_out_no_level(String path) throws Exception {
        int previous = 0;
        for (var heading : page(path, "fr").select("main h1, main h2, main h3, main h4")) {
            int level = heading.tagName().charAt(1) - '0';
            assertThat(level).as(heading.text()).isLessThanOrEqualTo(previous + 1);
            previous = level;
        }
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void a_page_weighs_less_than_30_kB_in_all_on_first_view(String path) throws Exception {
        if (!path.equals("/nulle-part")) {
            assertThat(PageWeight.of(uri(path))).isBetween(2_000L, HEAVIEST);
        }
    }

    @Test
    void the_home_page_leads_to_the_desks_and_says_that_the_service_is_free() throws Exception {
        Document home = page("/", "fr");
        assertThat(home.select(".fr-card a").attr("href")).isEqualTo("/rdv/cayenne");
        assertThat(home.text()).contains("Ce service est gratuit", "vendre un rendez-vous");
    }

    @Test
    void the_personal_data_page_states_the_configured_periods() throws Exception {
        assertThat(page("/donnees-personnelles", "fr").text()).contains("24 heures", "12 mois", "CNIL", "RGPD");
    }

    @Test
    void the_confirmation_page_shows_what_will_be_confirmed_and_changes_nothing() throws Exception {
        int before = desk.changes();
        Document page = page("/confirmation/cPENDING", "fr");
        assertThat(page.select("form[method=post]").attr("action")).isEqualTo("/confirmation/cPENDING");
        assertThat(page.text()).contains("7F3K-92QX", "Marie-Noëlle", "180", "se termine par 3456");
        assertThat(page.text()).doesNotContain("973102");
        assertThat(page.select("main i")).as("names are text, not markup").isEmpty();
        assertThat(page.select("meta[name=robots]").attr("content")).isEqualTo("noindex");
        send("HEAD", "/confirmation/cPENDING", "");
        send("GET", "/confirmation/cPENDING/annuler", "");
        assertThat(desk.changes()).isEqualTo(before);
    }

    @Test
    void the_button_confirms_and_a_second_click_finds_it_confirmed() throws Exception {
        desk.link("cTwice", BookingState.PENDING);
        for (int click = 1; click <= 2; click++) {
            HttpResponse<String> answer = send("POST", "/confirmation/cTwice", "");
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/confirmation/cTwice");
        }
        assertThat(page("/confirmation/cTwice", "fr").select("h1").text()).isEqualTo("Votre rendez-vous est confirmé");
    }

    @ParameterizedTest
    @EnumSource(
            value = BookingState.class,
            names = {"EXPIRED", "CANCELLED"})
    void a_request_that_ended_offers_a_new_one_and_no_button_to_confirm(BookingState state) throws Exception {
        Document page = page("/confirmation/c" + state, "fr");
        assertThat(page.select("main form")).isEmpty();
        assertThat(page.select("main a[href=/rdv/cayenne]")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/confirmation/x",
                "/confirmation/mBOOKED",
                "/rendez-vous/x",
                "/rendez-vous/cBOOKED",
                "/rendez-vous/x/annuler",
                "/rendez-vous/x/convocation.pdf",
                "/rendez-vous/x/rendez-vous.ics",
                "/confirmation/%0d%0aSet-Cookie:x",
                "/rendez-vous/..%2f..%2f"
            })
    void an_unknown_link_gets_the_same_page_as_any_unknown_address(String path) throws Exception {
        Document expected = page("/nulle-part", "fr");
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Jsoup.parse(answer.body()).select("main").text())
                .isEqualTo(expected.select("main").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/confirmation/unknown", "/rendez-vous/unknown/annuler"})
    void a_form_to_an_unknown_link_gets_that_page_too(String path) throws Exception {
        assertThat(send("POST", path, "certain=oui").statusCode()).isIn(400, 404);
        assertThat(send("POST", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void cancelling_is_asked_twice() throws Exception {
        desk.link("mAsked", BookingState.BOOKED);
        int before = desk.changes();
        assertThat(page("/rendez-vous/mAsked", "fr").select("main form")).isEmpty();
        String second = page("/rendez-vous/mAsked", "fr").select("a.fr-btn").attr("href");
        assertThat(second).isEqualTo("/rendez-vous/mAsked/annuler");
        HttpResponse<String> unsure = send("POST", second, "");
        assertThat(Jsoup.parse(unsure.body()).select("button[name=certain]")).hasSize(1);
        assertThat(desk.changes()).isEqualTo(before);
        assertThat(send("POST", second, "certain=oui").statusCode()).isEqualTo(303);
        assertThat(desk.changes()).isEqualTo(before + 1);
        assertThat(page("/rendez-vous/mAsked", "fr").select("h1").text()).isEqualTo("Rendez-vous annulé");
        assertThat(send("GET", second, "").statusCode())
                .as("nothing left to cancel")
                .isEqualTo(303);
        assertThat(send("POST", second, "certain=oui").statusCode())
                .as("a replay")
                .isEqualTo(303);
    }

    @Test
    void another_sites_form_changes_nothing() throws Exception {
        desk.link("mForeign", BookingState.BOOKED);
        int before = desk.changes();
        HttpRequest foreign = request("/rendez-vous/mForeign/annuler")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("certain=oui"))
                .build();
        assertThat(client.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(desk.changes()).isEqualTo(before);
    }

    @Test
    void the_convocation_can_be_downloaded_again_until_it_is_cancelled() throws Exception {
        HttpRequest pdf = request("/rendez-vous/mBOOKED/convocation.pdf").build();
        HttpResponse<byte[]> answer = client.send(pdf, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("attachment", "convocation.pdf");
        assertThat(answer.body()).startsWith('%', 'P', 'D', 'F');
        assertThat(send("GET", "/rendez-vous/mCANCELLED/convocation.pdf", "").statusCode())
                .isEqualTo(404);
    }

    /** The second mail may be lost: the link of the first one leads to the same papers and to the cancellation. */
    @Test
    void the_first_mails_link_leads_to_papers_and_cancellation_once_it_is_confirmed() throws Exception {
        String page = send("GET", "/confirmation/cBOOKED", "").body();
        for (String way : List.of("/convocation.pdf", "/rendez-vous.ics", "/annuler")) {
            assertThat(page).contains("href=\"/confirmation/cBOOKED" + way);
            assertThat(send("GET", "/confirmation/cBOOKED" + way, "").statusCode())
                    .isEqualTo(200);
        }
        assertThat(send("GET", "/confirmation/cPENDING/convocation.pdf", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void papers_that_cannot_be_made_soon_are_refused_with_a_time_to_come_back() throws Exception {
        // All threads that make papers are busy, and stay so until the signal.
        int threads = Runtime.getRuntime().availableProcessors();
        CountDownLatch signal = new CountDownLatch(1);
        Workers busy = Workers.open(vertx, Workers.PAPERS, threads);
        for (int i = 0; i < threads; i++) {
            busy.run(() -> signal.await(20, TimeUnit.SECONDS));
        }
        HttpRequest paper = request("/rendez-vous/mBOOKED/rendez-vous.ics").build();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = Stream.generate(
                        () -> client.sendAsync(paper, HttpResponse.BodyHandlers.ofByteArray()))
                .limit(20)
                .toList();
        await().until(() -> answers.stream().anyMatch(CompletableFuture::isDone));
        List<HttpResponse<byte[]>> refused = answers.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        signal.countDown();
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        assertThat(answers)
                .as("those that found room")
                .anyMatch(answer -> answer.join().statusCode() == 200);
        assertThat(send("GET", "/rendez-vous/mBOOKED/rendez-vous.ics", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void the_calendar_file_can_be_downloaded_until_it_is_cancelled() throws Exception {
        HttpResponse<String> answer = send("GET", "/rendez-vous/mBOOKED/rendez-vous.ics", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/calendar");
        assertThat(answer.body()).startsWith("BEGIN:VCALENDAR").contains("America/Cayenne");
        assertThat(send("GET", "/rendez-vous/mCANCELLED/rendez-vous.ics", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pages_behind_links_are_kept_by_nobody() throws Exception {
        HttpResponse<String> answer = send("GET", "/rendez-vous/mBOOKED", "");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private static Document page(String path, String language) throws IOException, InterruptedException {
        HttpRequest request = request(path).header("Accept-Language", language).build();
        return Jsoup.parse(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static HttpResponse<String> send(String method, String path, String form)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher body =
                method.equals("POST") ? HttpRequest.BodyPublishers.ofString(form) : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, body)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + web.port() + path);
    }
}
