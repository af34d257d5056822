package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.FragileSite;
import fr.creneau.web.wizard.Releases;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a program is told while something is away, closed or lost, and that asking again is safe. */
class ApiFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static FragileSite fragile;
    private static RedisProcess redis;
    private static FreezingProxy line;
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        fragile = new FragileSite(Duration.ofSeconds(5), Map.of("LIMITS_HOLDS_PER_PREFIX", "off"));
        redis = fragile.redis;
        line = fragile.line;
        site = fragile.site;
    }

    @AfterAll
    static void stop() {
        fragile.close();
    }

    private static void expectUnavailable(Got got) {
        assertThat(got.status()).as(got.response().body()).isEqualTo(503);
        assertThat(got.code()).isIn("unavailable", "rebuilding");
        assertThat(got.json().getInteger("retryAfter")).isPositive();
        assertThat(got.header("retry-after")).isEqualTo(got.json().getString("retryAfter"));
    }

    @Test
    void without_redis_nothing_is_held_but_desks_and_slots_are_told() {
        ApiClient client = new ApiClient(site).begun();
        String slot = client.freshSlot();
        redis.kill();
        try {
            expectUnavailable(client.hold(slot));
            expectUnavailable(client.get(client.root + "/hold"));
            expectUnavailable(client.send("DELETE", client.root + "/hold", null));
            expectUnavailable(client.book());
            expect(200, client.get("/api/v1/desks"));
            expect(200, client.get(client.root + "/slots"));
        } finally {
            redis.start();
        }
        await().atMost(PATIENCE).until(() -> client.hold(slot).status() == 201);
    }

    @Test
    void without_postgres_a_request_is_not_made_and_sending_it_again_makes_one() {
        ApiClient client = new ApiClient(site).proven();
        line.cut();
        try {
            expectUnavailable(client.book());
        } finally {
            line.thaw();
        }
        await().atMost(PATIENCE).until(() -> client.book().status() == 202);
        assertThat(site.value("select count(*) from booking where email = $1", client.email))
                .isEqualTo("1");
    }

    @Test
    void a_proven_seat_that_redis_has_lost_is_taken_again_for_the_slot_that_is_meant() throws IOException {
        ApiClient client = new ApiClient(site).begun();
        String slot = client.freshSlot();
        expect(201, client.hold(slot));
        String before = client.token;
        client.token = expect(200, client.prove()).getString("token");
        redis.ask("FLUSHALL");
        await().atMost(PATIENCE).until(() -> client.get(client.root + "/hold").status() == 404);

        assertThat(client.book().code()).as("which slot is not said").isEqualTo("seat-lost");
        assertThat(book(client, client.freshSlot()).code()).as("another slot").isEqualTo("seat-lost");
        ApiClient unproven = new ApiClient(site);
        unproven.token = before;
        assertThat(book(unproven, slot).code()).as("a token without the proof").isEqualTo("seat-lost");

        expect(202, book(client, slot));
        expect(202, book(client, slot));
        assertThat(site.value(
                        "select seat.slot_id from booking join seat on seat.booking_id = booking.id where email = $1",
                        client.email))
                .isEqualTo(slot);
    }

    private static Got book(ApiClient client, String slot) {
        return client.send("POST", client.root + "/bookings", client.details().put("slot", slot));
    }

    @Test
    void a_request_is_for_the_slot_that_is_meant_only() {
        ApiClient client = new ApiClient(site).proven();
        assertThat(book(client, client.freshSlot()).code()).isEqualTo("seat-lost");
        String held = expect(200, client.get(client.root + "/hold")).getString("slot");
        expect(202, book(client, held));
    }

    @Test
    void a_hold_whose_answer_was_lost_is_the_same_when_it_is_asked_for_again() throws IOException {
        ApiClient client = new ApiClient(site).begun();
        String slot = client.freshSlot();
        int free = site.freeSeats(site.desk);
        String body = new JsonObject().put("slot", slot).encode();
        try (Socket socket = connect()) {
            send(
                    socket,
                    "PUT " + client.root + "/hold HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + client.token
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body);
        }
        await().atMost(PATIENCE).until(() -> client.get(client.root + "/hold").status() == 200);
        JsonObject held = expect(200, client.get(client.root + "/hold"));
        assertThat(expect(200, client.hold(slot))).isEqualTo(held);
        assertThat(site.freeSeats(site.desk)).isEqualTo(free - 1);
    }

    @Test
    void under_another_name_nothing_is_answered() throws IOException {
        try (Socket socket = connect()) {
            send(socket, "GET /api/v1/desks HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n");
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 421 ")
                    .contains("application/problem+json")
                    .contains("\"code\":\"unknown-host\"")
                    .doesNotContain(site.desk);
        }
    }

    private static Socket connect() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(site.url("/")).getPort());
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Test
    void slots_of_a_release_that_is_not_open_are_announced_and_not_held() {
        Releases closed = new Releases(site, site.smallDesk, 3);
        site.sql("update release set waiting_room = false where id = $1", closed.id.value());
        Instant opens = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        closed.opens(opens);
        ApiClient client = new ApiClient(site, site.smallDesk).begun();
        await().atMost(PATIENCE).until(() -> !first(client).getBoolean("waitingRoom", true));
        await().atMost(PATIENCE).until(() -> first(client).getInstant("opens"), opens::equals);
        JsonObject slot = first(client);
        assertThat(slot.getInteger("free")).isZero();
        assertThat(slot.getInstant("opens")).isAfter(Instant.now());
        // The waiting room's guard, and Redis, go by the same news, a moment later.
        await().atMost(PATIENCE)
                .until(() -> client.hold(slot.getString("id")).json().getInstant("opens"), opens::equals);
        Got refused = client.hold(slot.getString("id"));
        assertThat(refused.code()).isEqualTo("not-open");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getInstant("opens")).isEqualTo(slot.getInstant("opens"));

        closed.opens(Instant.now());
        await().atMost(PATIENCE).until(() -> client.hold(slot.getString("id")).status() == 201);
    }

    private static JsonObject first(ApiClient client) {
        return expect(200, client.get(client.root + "/slots")).getJsonArray("slots").stream()
                .map(JsonObject.class::cast)
                .filter(slot -> slot.getInstant("start").isAfter(Instant.now().plus(Duration.ofDays(1))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_key_is_remembered_for_two_hours_at_most_and_tells_nothing() throws IOException {
        ApiClient client = new ApiClient(site).proven();
        expect(
                202,
                client.send(
                        "POST",
                        client.root + "/bookings",
                        client.details().encode(),
                        Map.of("Content-Type", "application/json", "Idempotency-Key", "my-own-key")));
        String keys = redis.ask("KEYS {" + site.desk + "}:request:*");
        assertThat(keys).contains(":request:").doesNotContain("my-own-key");
        String key = keys.lines()
                .filter(text -> text.contains(":request:"))
                .findFirst()
                .orElseThrow();
        assertThat(redis.ask("GET " + key)).doesNotContain(client.email, client.agdref, "lastName");
        assertThat(Long.parseLong(redis.ask("PTTL " + key).replaceAll("[^\\d-]", "")))
                .isBetween(1L, Duration.ofHours(2).toMillis());
    }
}
