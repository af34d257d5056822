package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The calendar is made once for all who would read the same: none of them reads what is another's. */
class SharedCalendarIT {
    private static final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Journey answered(int monthsToExpiry) {
        Journey journey = new Journey(site);
        journey.visitor
                .get(journey.root + "/descriptif")
                .submit(
                        journey.root + "/descriptif",
                        Journey.answers(Journey.today().plusMonths(monthsToExpiry)));
        return journey;
    }

    private static HttpResponse<byte[]> calendar(Journey journey, String... headers)
            throws IOException, InterruptedException {
        return page(journey, "/plage", headers);
    }

    private static HttpResponse<byte[]> page(Journey journey, String page, String... headers)
            throws IOException, InterruptedException {
        String cookies = journey.visitor.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.url(journey.root + page)))
                .header("Cookie", cookies);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String tag(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void everyVisitorReadsTheirOwnDaysAndSendsTheirOwnToken() {
        Journey soon = answered(1);
        Journey sooner = answered(0);
        String days = soon.visitor.get(soon.root + "/plage").page.select("main").text();
        String otherDays =
                sooner.visitor.get(sooner.root + "/plage").page.select("main").text();

        assertThat(days).isNotEqualTo(otherDays);
        // The page that was made for one is as good for the other: a slot can be chosen from it.
        for (Journey journey : new Journey[] {soon, sooner}) {
            journey.visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
            assertThat(journey.visitor.path).isEqualTo(journey.root + "/securite");
        }
    }

    @Test
    void whatSomebodyHoldsIsOnTheirPageOnly() {
        Journey holder = answered(1);
        holder.visitor.get(holder.root + "/plage").submit(holder.root + "/plage", Map.of("plage", holder.freeSlot(0)));
        holder.visitor.get(holder.root + "/plage");
        assertThat(holder.visitor.page.select(".cr-hold")).hasSize(1);

        Journey stranger = answered(1);
        stranger.visitor.get(stranger.root + "/plage");
        assertThat(stranger.visitor.page.select(".cr-hold, [aria-current=true].cr-slot"))
                .isEmpty();
    }

    @Test
    void whoHasThePageIsToldThatItIsStillThePage() throws Exception {
        Journey journey = answered(1);
        HttpResponse<byte[]> first = calendar(journey);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");

        HttpResponse<byte[]> again = calendar(journey, "If-None-Match", tag(first));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        // Of another session the tag is another, since the form's token is.
        assertThat(calendar(answered(1), "If-None-Match", tag(first)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void thePageChangesWithWhatIsHeldOnIt() throws Exception {
        Journey journey = answered(1);
        String tag = tag(calendar(journey));
        journey.visitor
                .get(journey.root + "/plage")
                .submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));

        HttpResponse<byte[]> held = calendar(journey, "If-None-Match", tag);
        assertThat(held.statusCode()).isEqualTo(200);
        assertThat(held.headers().firstValue("Cache-Control")).contains("no-store");
    }

    /** Else whoever types weeks could have a page made and kept for each. */
    @Test
    void aWeekThatIsNotShownIsNoPageOfItsOwn() throws Exception {
        Journey journey = answered(1);
        for (String typed : new String[] {
            "semaine=1999-01-04", "semaine=2199-01-04", "semaine=a", "semaine=a-b-c", "semaine=", "vue=autre"
        }) {
            // What others hold is counted meanwhile: a page of its own would never be the same.
            await(typed)
                    .untilAsserted(() ->
                            assertThat(tag(page(journey, "/plage?" + typed))).isEqualTo(tag(calendar(journey))));
        }
        assertThat(tag(page(journey, "/plage?vue=liste"))).isNotEqualTo(tag(calendar(journey)));
    }

    @Test
    void aChangeOfLanguageKeepsTheWeekThatIsShown() {
        Journey journey = answered(3);
        journey.visitor.get(journey.root + "/plage");
        String next = journey.visitor.page.select("main a[href*=semaine]").attr("href");
        journey.visitor.get(next.replace("&vue=liste", "") + "&vue=liste");
        assertThat(journey.visitor.page.select("a[href*=lang=en]").attr("href"))
                .contains("vue=liste", next.replaceAll(".*(semaine=[0-9-]+).*", "$1"));
    }

    @Test
    void compressedItIsTheSamePage() throws Exception {
        Journey journey = answered(1);
        HttpResponse<byte[]> plain = calendar(journey);
        HttpResponse<byte[]> gzip = calendar(journey, "Accept-Encoding", "gzip");
        assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");

        String unzipped;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
            unzipped = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(withoutToken(unzipped)).isEqualTo(withoutToken(new String(plain.body(), StandardCharsets.UTF_8)));
        assertThat(gzip.body().length).isLessThan(plain.body().length / 3);
    }

    private static String withoutToken(String page) {
        return page.replaceAll("(name=\"csrf\" value=\")[^\"]+", "$1");
    }
}
