package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slots are told to each program as it asked, though they are listed once for all that ask the same. */
class SlotListIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ZoneId ZONE = ZoneId.of("America/Cayenne");
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static List<JsonObject> slots(ApiClient client, String query) {
        JsonArray slots =
                expect(200, client.get(client.root + "/slots" + query)).getJsonArray("slots");
        return slots.stream().map(JsonObject.class::cast).toList();
    }

    private static LocalDate day(JsonObject slot) {
        return LocalDate.ofInstant(Instant.parse(slot.getString("start")), ZONE);
    }

    private static List<String> ids(List<JsonObject> slots) {
        return slots.stream().map(slot -> slot.getString("id")).toList();
    }

    private static List<String> ids(List<JsonObject> slots, Predicate<LocalDate> wanted) {
        return ids(slots.stream().filter(slot -> wanted.test(day(slot))).toList());
    }

    @Test
    void the_days_that_were_asked_for_are_told_whoever_asked_for_others_before() {
        ApiClient client = new ApiClient(site);
        List<JsonObject> all = slots(client, "");
        List<LocalDate> days =
                all.stream().map(SlotListIT::day).distinct().sorted().toList();
        assertThat(days).hasSizeGreaterThan(2);
        LocalDate first = days.get(0);
        LocalDate second = days.get(1);
        LocalDate last = days.get(days.size() - 1);
        // Twice: made, and told again.
        for (int time = 0; time < 2; time++) {
            assertThat(ids(slots(client, ""))).isEqualTo(ids(all));
            assertThat(ids(slots(client, "?from=" + second))).isEqualTo(ids(all, day -> !day.isBefore(second)));
            assertThat(ids(slots(client, "?to=" + second))).isEqualTo(ids(all, day -> !day.isAfter(second)));
            assertThat(ids(slots(client, "?from=" + second + "&to=" + second))).isEqualTo(ids(all, second::equals));
            assertThat(ids(slots(client, "?from=" + last.plusDays(1)))).isEmpty();
            assertThat(ids(slots(client, "?from=" + last + "&to=" + first))).isEmpty();
            assertThat(ids(slots(client, "?from=2000-01-01&to=2100-01-01"))).isEqualTo(ids(all));
            for (String unclear : List.of("free=1", "free=", "from=tomorrow", "to=2027-02-31")) {
                ApiClient.Got got = client.get(client.root + "/slots?" + unclear);
                assertThat(got.status()).as(unclear).isEqualTo(400);
                assertThat(got.code()).isEqualTo("malformed");
            }
        }
    }

    @Test
    void desks_are_told_apart() {
        ApiClient client = new ApiClient(site);
        ApiClient other = new ApiClient(site, site.smallDesk);
        assertThat(ids(slots(other, ""))).isNotEmpty().doesNotContainAnyElementsOf(ids(slots(client, "")));
        assertThat(expect(200, other.get(other.root)).getString("id")).isEqualTo(site.smallDesk);
        assertThat(expect(200, client.get(client.root)).getString("id")).isEqualTo(site.desk);
    }

    @Test
    void a_seat_that_is_taken_and_a_slot_that_is_full_are_seen() {
        ApiClient client = new ApiClient(site, site.smallDesk).begun();
        List<JsonObject> before = slots(client, "");
        JsonObject slot = before.stream()
                .filter(some -> some.getInteger("free") == 1)
                .findFirst()
                .orElseThrow();
        assertThat(ids(slots(client, "?free=true"))).contains(slot.getString("id"));
        String tag = client.get(client.root + "/slots").header("etag");
        expect(201, client.hold(slot.getString("id")));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(ids(slots(client, "?free=true"))).doesNotContain(slot.getString("id")));
        assertThat(ids(slots(client, ""))).isEqualTo(ids(before));
        assertThat(client.get(client.root + "/slots").header("etag")).isNotEqualTo(tag);
    }

    @Test
    void who_has_the_list_already_is_told_so_and_who_likes_it_compressed_gets_the_same()
            throws IOException, InterruptedException {
        ApiClient client = new ApiClient(site);
        Got plain = client.get(client.root + "/slots");
        Got again = client.send("GET", client.root + "/slots", "", Map.of("If-None-Match", plain.header("etag")));
        assertThat(again.status()).isEqualTo(304);
        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> zipped = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(site.url(client.root + "/slots")))
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
                assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain.response().body());
            }
        }
    }
}
