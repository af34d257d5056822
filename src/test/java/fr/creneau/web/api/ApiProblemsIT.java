package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a program is told that asks wrongly, too late, twice, or for what is gone: always a problem by RFC 9457, never a stack trace. */
class ApiProblemsIT {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        // All programs of this test come from one network.
        site = new WizardSite(Map.of("LIMITS_HOLDS_PER_SESSION", "15/1h", "LIMITS_HOLDS_PER_PREFIX", "off"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static ApiClient client() {
        return new ApiClient(site);
    }

    private static void expectProblem(int status, String code, Got got) {
        assertThat(got.status()).as(got.response().body()).isEqualTo(status);
        assertThat(got.header("content-type")).isEqualTo("application/problem+json");
        JsonObject problem = got.json();
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo("urn:creneau:problem:" + code);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(got.response().body()).doesNotContain("Exception", "fr.creneau", "io.vertx");
    }

    private static List<String> fields(Got got) {
        List<String> fields = new ArrayList<>();
        JsonArray errors = got.json().getJsonArray("errors");
        for (int i = 0; i < errors.size(); i++) {
            fields.add(errors.getJsonObject(i).getString("field") + ":"
                    + errors.getJsonObject(i).getString("code"));
        }
        return fields;
    }

    @Test
    void what_is_no_json_object_is_malformed() {
        ApiClient client = client().begun();
        for (String body : List.of("{", "[]", "7", "null", "\"slot\"", "{\"slot\":", "{}{}", "\u0000")) {
            expectProblem(400, "malformed", client.send("PUT", client.root + "/hold", body, JSON));
        }
        expectProblem(400, "malformed", client.get(client.root + "/slots?from=tomorrow"));
    }

    @Test
    void a_body_that_is_not_sent_as_json_is_refused() {
        ApiClient client = client().begun();
        Got got = client.send(
                "POST", client.root + "/journeys", "{}", Map.of("Content-Type", "application/x-www-form-urlencoded"));
        expectProblem(415, "wrong-type", got);
    }

    @Test
    void an_oversized_body_is_refused() {
        ApiClient client = client().begun();
        expectProblem(413, "too-large", client.hold("x".repeat(100_000)));
    }

    @Test
    void wrong_types_missing_and_unknown_fields_are_named() {
        ApiClient client = client().begun();
        Got got = client.send(
                "PUT", client.root + "/hold", new JsonObject().put("slot", 7).put("seat", "1"));
        expectProblem(422, "invalid-fields", got);
        assertThat(fields(got)).containsExactlyInAnyOrder("slot:wrong-type", "seat:unknown");
        Got missing = client.send("PUT", client.root + "/hold", new JsonObject());
        expectProblem(422, "invalid-fields", missing);
        assertThat(fields(missing)).containsExactly("slot:missing");
        Got nothing = client.send("PUT", client.root + "/hold", new JsonObject().putNull("slot"));
        assertThat(fields(nothing)).containsExactly("slot:wrong-type");
    }

    @Test
    void answers_that_break_a_rule_of_the_pages_are_named_in_the_clients_language() {
        ApiClient client = client();
        JsonObject answers = ApiClient.answers()
                .put("permitExpiry", "2026-02-30")
                .put("commune", "99999")
                .put("conditions", false);
        Got french = client.send("POST", client.root + "/journeys", answers);
        expectProblem(422, "invalid-fields", french);
        assertThat(fields(french))
                .containsExactlyInAnyOrder("permitExpiry:invalid", "commune:invalid", "conditions:invalid");
        assertThat(french.json().getString("title")).isEqualTo("Des champs sont à corriger");
        Got english = client.send(
                "POST",
                client.root + "/journeys",
                answers.encode(),
                Map.of("Content-Type", "application/json", "Accept-Language", "en-GB, fr;q=0.5"));
        assertThat(english.json().getString("title")).isEqualTo("Some fields need correcting");
        assertThat(english.header("content-language")).isEqualTo("en");
    }

    @Test
    void who_is_not_for_this_desk_is_referred() {
        ApiClient client = client();
        Got first = client.send(
                "POST", client.root + "/journeys", ApiClient.answers().put("procedure", "premier-titre"));
        expectProblem(409, "referral", first);
        assertThat(first.json().getString("referral")).isEqualTo("first-permit");
        assertThat(first.json().getString("link")).startsWith("http");
    }

    @Test
    void tokens_that_are_missing_forged_damaged_or_expired_open_nothing() {
        ApiClient client = client();
        String slot = client.freshSlot();
        Got none = client.hold(slot);
        expectProblem(401, "token-missing", none);
        assertThat(none.header("www-authenticate")).isEqualTo("Bearer");
        expectProblem(
                401,
                "token-missing",
                client.send("GET", client.root + "/hold", "", Map.of("Authorization", "Basic eDp5")));
        client.begun();
        String token = client.token;
        for (String forged : List.of(
                "x",
                token.substring(1),
                token.substring(0, token.length() - 2) + (token.endsWith("A") ? "BA" : "AA"),
                sealed("creneau", token, 0),
                sealed("journey token", token, -7_300),
                "é".repeat(20))) {
            client.token = forged.equals("é".repeat(20)) ? "%C3%A9" : forged;
            expectProblem(401, "token-invalid", client.hold(slot));
        }
        client.token = sealed("journey token", token, -7_000);
        expect(201, client.hold(slot));
    }

    /** A session as this site seals it, for that use, that many seconds away from now. */
    private static String sealed(String use, String like, long seconds) {
        Seal seal = new Seal(Keyring.derive(List.of(new Secret("k".repeat(32))), "cookie"));
        JsonObject content =
                new JsonObject(new String(seal.open(like, "journey token").orElseThrow(), StandardCharsets.UTF_8));
        content.put("@", content.getLong("@") + seconds);
        return seal.seal(content.encode().getBytes(StandardCharsets.UTF_8), use);
    }

    @Test
    void a_token_is_for_its_desk_and_a_slot_for_its_own() {
        ApiClient client = client().begun();
        ApiClient other = new ApiClient(site, site.smallDesk);
        String elsewhere = other.freshSlot();
        expectProblem(409, "not-offered", client.hold(elsewhere));
        other.token = client.token;
        expectProblem(403, "other-desk", other.hold(elsewhere));
        expectProblem(409, "not-offered", client.hold("unknown0000"));
        expectProblem(409, "not-offered", client.hold("../../etc"));
        expectProblem(404, "unknown-desk", client.get("/api/v1/desks/nowhere"));
    }

    @Test
    void unknown_addresses_and_methods_are_told_in_json() {
        ApiClient client = client();
        expectProblem(404, "not-found", client.get("/api/v1/nothing"));
        expectProblem(404, "not-found", client.get("/api/"));
        expectProblem(405, "wrong-method", client.send("PATCH", client.root + "/hold", null));
        expectProblem(405, "wrong-method", client.send("OPTIONS", client.root + "/hold", null));
        assertThat(client.send("GET", client.root, "", Map.of("Origin", "https://elsewhere.example"))
                        .header("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void a_full_slot_is_told_and_the_seat_held_before_is_kept() {
        ApiClient winner = new ApiClient(site, site.smallDesk).begun();
        ApiClient loser = new ApiClient(site, site.smallDesk).begun();
        String slot = winner.freshSlot();
        String own = winner.freshSlot();
        expect(201, winner.hold(slot));
        JsonObject before = expect(201, loser.hold(own));
        expectProblem(409, "full", loser.hold(slot));
        assertThat(expect(200, loser.get(loser.root + "/hold"))).isEqualTo(before);
        expect(204, winner.send("DELETE", winner.root + "/hold", null));
        expect(204, winner.send("DELETE", winner.root + "/hold", null));
        expectProblem(404, "no-hold", winner.get(winner.root + "/hold"));
    }

    @Test
    void the_security_check_needs_a_hold_and_a_right_solution_once() {
        ApiClient client = client().begun();
        expectProblem(409, "hold-needed", client.get(client.root + "/hold/challenge"));
        JsonObject garbage = new JsonObject().put("altcha", "garbage");
        expectProblem(409, "hold-needed", client.send("POST", client.root + "/hold/proof", garbage));
        expect(201, client.hold(client.freshSlot()));
        expectProblem(422, "proof-refused", client.send("POST", client.root + "/hold/proof", garbage));
        expectProblem(409, "not-proven", client.book());
        expect(200, client.prove());
        expect(202, client.book());
    }

    @Test
    void nobody_books_without_a_seat() {
        ApiClient client = client().begun();
        expectProblem(409, "seat-lost", client.book());
    }

    @Test
    void details_that_break_a_rule_of_the_pages_are_named_and_no_seat_is_lost() {
        ApiClient client = client().proven();
        Got got = client.send(
                "POST",
                client.root + "/bookings",
                client.details()
                        .put("email", "nobody")
                        .put("agdref", "12")
                        .put("phone", "x")
                        .put("lastName", "<b>"));
        expectProblem(422, "invalid-fields", got);
        assertThat(fields(got))
                .containsExactlyInAnyOrder("email:invalid", "agdref:invalid", "phone:invalid", "lastName:invalid");
        assertThat(got.response().body()).doesNotContain("nobody");
        expect(202, client.book());
    }

    @Test
    void a_request_sent_again_gets_the_same_answer_with_and_without_a_key() {
        ApiClient client = client().proven();
        JsonObject first = expect(202, client.book());
        assertThat(expect(202, client.book()).getString("status")).isEqualTo(first.getString("status"));
        Map<String, String> keyed = Map.of("Content-Type", "application/json", "Idempotency-Key", "k-1");
        String same = client.details().encode();
        expect(202, client.send("POST", client.root + "/bookings", same, keyed));
        assertThat(site.value("select count(*) from booking where email = $1", client.email))
                .isEqualTo("1");
    }

    @Test
    void a_key_stands_for_one_request_whatever_is_held_by_then() {
        ApiClient client = client().proven();
        JsonObject first = expect(202, book(client, "k-2", client.details()));
        JsonObject shuffled = new JsonObject();
        client.details().stream()
                .sorted((one, other) -> one.getKey().compareTo(other.getKey()))
                .forEach(member -> shuffled.put(member.getKey(), member.getValue()));
        assertThat(shuffled.encode()).isNotEqualTo(client.details().encode());
        JsonObject other = client.details().put("firstName", "Jean");
        expectProblem(422, "key-reused", book(client, "k-2", other));
        expectProblem(422, "other-content", book(client, "k-3", other));
        expectProblem(422, "other-content", client.send("POST", client.root + "/bookings", other));

        expect(201, client.hold(client.freshSlot()));
        expect(200, client.prove());
        assertThat(expect(202, book(client, "k-2", shuffled))).isEqualTo(first);
        expect(200, client.get(client.root + "/hold"));
        ApiClient stranger = new ApiClient(site);
        expectProblem(422, "key-reused", book(client, "k-2", stranger.details()));
        // Another key is another request, and another journey's key another key.
        expect(202, book(client, "k-4", stranger.details()));
        expect(202, book(client, "k-2", shuffled));
        ApiClient third = client().proven();
        expect(202, book(third, "k-2", third.details()));
        for (ApiClient person : List.of(client, stranger, third)) {
            assertThat(site.value("select count(*) from booking where email = $1", person.email))
                    .isEqualTo("1");
        }
        expectProblem(400, "malformed", book(client, "k".repeat(256), other));
    }

    @Test
    void a_request_that_was_refused_is_not_acknowledged_when_it_is_sent_again() {
        ApiClient client = client().proven();
        expect(202, book(client, "k-5", client.details()));
        expect(201, client.hold(client.freshSlot()));
        expect(200, client.prove());
        expectProblem(409, "already-submitted", book(client, "k-6", client.details()));
        expect(201, client.hold(client.freshSlot()));
        expect(200, client.prove());
        expectProblem(409, "already-submitted", book(client, "k-6", client.details()));
    }

    @Test
    void a_key_whose_request_came_to_nothing_is_free_again() {
        ApiClient client = client().begun();
        expectProblem(
                422, "invalid-fields", book(client, "k-5", client.details().put("email", "nobody")));
        expectProblem(409, "seat-lost", book(client, "k-5", client.details()));
        expect(201, client.hold(client.freshSlot()));
        expect(200, client.prove());
        expect(202, book(client, "k-5", client.details()));
        expectProblem(422, "key-reused", book(client, "k-5", client.details().put("firstName", "Jean")));
    }

    private static Got book(ApiClient client, String key, JsonObject details) {
        return client.send(
                "POST",
                client.root + "/bookings",
                details.encode(),
                Map.of("Content-Type", "application/json", "Idempotency-Key", key));
    }

    /** Whoever tries numbers must not learn from a repetition who has a request. */
    @Test
    void a_person_who_has_a_request_elsewhere_looks_like_any_other_repetitions_included() {
        ApiClient first = client().proven();
        expect(202, first.book());
        ApiClient second = client().proven();
        JsonObject sameNumber = second.details().put("agdref", first.agdref);
        Got opened = second.send("POST", second.root + "/bookings", sameNumber);
        assertThat(expect(202, opened).fieldNames()).containsExactlyInAnyOrder("status", "confirmBy");
        expect(202, second.send("POST", second.root + "/bookings", sameNumber));
        expectProblem(422, "other-content", second.book());
    }

    @Test
    void two_clients_with_one_token_hold_one_seat_and_make_one_request() {
        ApiClient client = client().begun();
        int free = site.freeSeats(site.desk);
        List<String> slots = List.of(client.freshSlot(), client.freshSlot(), client.freshSlot(), client.freshSlot());
        List<CompletableFuture<Got>> wishes = slots.stream()
                .map(slot -> CompletableFuture.supplyAsync(() -> client.hold(slot)))
                .toList();
        wishes.forEach(wish -> assertThat(wish.join().status()).isBetween(200, 201));
        assertThat(site.freeSeats(site.desk)).isEqualTo(free - 1);
        expect(200, client.prove());
        List<Integer> statuses = List.of("Ada", "Bea", "Cleo", "Dina").stream()
                .map(name -> CompletableFuture.supplyAsync(() -> client.send(
                        "POST", client.root + "/bookings", client.details().put("firstName", name))))
                .toList()
                .stream()
                .map(answer -> answer.join().status())
                .toList();
        assertThat(statuses).containsOnlyOnce(202);
        assertThat(site.value("select count(*) from booking where email = $1", client.email))
                .isEqualTo("1");
    }

    @Test
    void who_holds_and_lets_go_for_ever_is_told_when_to_try_again() {
        ApiClient client = client().begun();
        Got last = client.hold(client.freshSlot());
        for (int i = 0; i < 20 && last.status() != 429; i++) {
            client.send("DELETE", client.root + "/hold", null);
            last = client.hold(client.freshSlot());
        }
        expectProblem(429, "limited", last);
        assertThat(last.json().getInteger("retryAfter")).isPositive();
        assertThat(last.header("retry-after"))
                .isEqualTo(last.json().getInteger("retryAfter").toString());
    }
}
