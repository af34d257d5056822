package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.FragileSite;
import fr.creneau.web.wizard.Releases;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Waiting rooms as programs meet them. One desk's release is open with many seats, so that whoever enrols is let in at once. */
class ApiWaitingRoomIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static FragileSite fragile;
    private static RedisProcess redis;
    private static FreezingProxy line;
    private static WizardSite site;
    private static Releases open;

    @BeforeAll
    static void start() throws Exception {
        fragile = new FragileSite(Duration.ofSeconds(5), Map.of("LIMITS_HOLDS_PER_PREFIX", "off"));
        redis = fragile.redis;
        line = fragile.line;
        site = fragile.site;
        open = new Releases(site, site.desk, 40);
        open.opens(Instant.now());
        await().atMost(PATIENCE)
                .until(() ->
                        open.room().filter(room -> room.result().isPresent()).isPresent());
        await().atMost(PATIENCE).until(() -> !freeSlots(new ApiClient(site)).isEmpty());
    }

    @AfterAll
    static void stop() {
        fragile.close();
    }

    @Test
    void slots_tell_their_release_and_that_it_has_a_waiting_room() {
        JsonObject slot = freeSlots(new ApiClient(site)).get(0);
        assertThat(slot.getString("release")).isEqualTo(open.id.value());
        assertThat(slot.getBoolean("waitingRoom")).isTrue();
    }

    @Test
    void a_seat_is_held_with_the_pass_of_ones_own_turn_only() {
        ApiClient stranger = new ApiClient(site).begun();
        ApiClient client = new ApiClient(site).begun();
        String slot = freeSlots(client).get(0).getString("id");
        Got refused = client.hold(slot);
        assertThat(refused.code()).isEqualTo("no-turn");
        assertThat(refused.json().getString("release")).isEqualTo(open.id.value());
        String pass = turn(client).getString("pass");
        assertThat(hold(client, slot, "x" + pass).code()).isEqualTo("no-turn");
        assertThat(hold(stranger, slot, pass).code()).isEqualTo("no-turn");
        expect(201, hold(client, slot, pass));
        expect(200, hold(client, slot, pass));
        expect(201, client.hold(freeSlots(client).get(1).getString("id")));
    }

    @Test
    void the_draw_orders_those_who_enrolled_and_anyone_can_recompute_it() {
        Releases two = new Releases(site, site.smallDesk, 2);
        ApiClient early = new ApiClient(site, site.smallDesk).begun();
        site.sql("update release set enrols_from = now() + interval '30 minutes' where id = $1", two.id.value());
        Got refused = enrol(early, two, early.agdref, solved(early, two));
        assertThat(refused.code()).isEqualTo("not-enrolling");
        assertThat(refused.json().getInstant("enrolsFrom")).isNotNull();
        site.sql("update release set enrols_from = now() where id = $1", two.id.value());

        List<Enrolled> all = IntStream.range(0, 4)
                .mapToObj(i -> enrolled(new ApiClient(site, site.smallDesk).begun(), two))
                .toList();
        assertThat(all.stream().map(Enrolled::number)).containsExactly(1, 2, 3, 4);
        Got enrolled = all.get(0).look();
        assertThat(enrolled.json().getString("phase")).isEqualTo("enrolled");
        assertThat(enrolled.json().getInstant("draw")).isAfter(Instant.now());
        assertThat(enrolled.header("retry-after")).isEqualTo(enrolled.json().getString("pollAfter"));
        assertThat(enrolled.header("cache-control")).isEqualTo("no-store");
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> all.get(0).standing().getInteger("pollAfter"))
                        .collect(Collectors.toSet()))
                .as("not everybody comes back at once")
                .hasSizeGreaterThan(1)
                .allMatch(seconds -> seconds <= 900);
        assertThat(all.get(0).ask("POST").code()).isEqualTo("no-turn");
        String commitment = expect(200, early.get(root(early, two))).getString("commitment");

        two.openNow();
        await().atMost(PATIENCE).until(() -> !all.get(0).is("enrolled"));
        JsonObject drawn = expect(200, early.get(root(early, two)));
        byte[] key = HexFormat.of().parseHex(drawn.getString("key"));
        assertThat(Draw.commitment(key)).isEqualTo(commitment).isEqualTo(drawn.getString("commitment"));
        Draw draw = Draw.of(key, drawn.getInteger("drawn"));
        assertThat(all).allMatch(one -> one.standing().getInteger("position") == draw.position(one.number()));

        Map<Integer, Enrolled> by =
                all.stream().collect(Collectors.toMap(one -> one.standing().getInteger("position"), one -> one));
        assertThat(by.keySet()).isEqualTo(Set.of(1, 2, 3, 4));
        by.get(1).called();
        by.get(2).called();
        JsonObject third = by.get(3).standing();
        assertThat(third.getString("phase")).isEqualTo("waiting");
        assertThat(third.getInteger("ahead")).isZero();
        assertThat(third.getBoolean("onlyIfOthersLeave")).isTrue();
        assertThat(third.getInteger("pollAfter")).isBetween(10, 15);
        assertThat(by.get(3).ask("POST").code()).isEqualTo("no-turn");
        expect(204, by.get(3).ask("DELETE"));

        // What is given up goes to the next in line.
        expect(204, by.get(2).ask("DELETE"));
        expect(204, by.get(2).ask("DELETE"));
        by.get(3).called();
        assertThat(by.get(2).ask("POST").code()).isEqualTo("no-turn");

        // Nothing left: said at once.
        two.withdrawAll();
        await().atMost(PATIENCE).until(() -> by.get(4).is("sold-out"));
        assertThat(by.get(4).standing().getInteger("pollAfter")).isGreaterThanOrEqualTo(60);
        assertThat(by.get(1).standing().containsKey("pollAfter")).isFalse();
    }

    @Test
    void one_person_has_one_ticket_and_one_turn() {
        ApiClient first = new ApiClient(site).begun();
        Enrolled ticket = enrolled(first, open).called();
        Enrolled again = enrolled(new ApiClient(site).begun(), open, first.agdref);
        assertThat(again.number()).isEqualTo(ticket.number());
        JsonObject turn = ticket.turn();
        assertThat(turn.getInstant("until")).isAfter(Instant.now());
        assertThat(ticket.turn().getInstant("until")).isEqualTo(turn.getInstant("until"));
        assertThat(again.ask("POST").code()).isEqualTo("turn-elsewhere");
    }

    @Test
    void a_ticket_costs_a_proof_of_ones_own_and_a_number_that_can_be_one() {
        ApiClient client = new ApiClient(site).begun();
        ApiClient other = new ApiClient(site).begun();
        assertThat(enrol(client, open, client.agdref, "garbage").code()).isEqualTo("proof-refused");
        assertThat(enrol(client, open, client.agdref, solved(other, open)).code())
                .isEqualTo("proof-refused");
        Got wrong = enrol(client, open, "12", solved(client, open));
        assertThat(wrong.code()).isEqualTo("invalid-fields");
        assertThat(wrong.json().getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("agdref");
    }

    @Test
    void the_request_must_bear_the_number_that_was_enrolled() {
        ApiClient client = new ApiClient(site).begun();
        String pass = turn(client).getString("pass");
        expect(201, hold(client, freeSlots(client).get(0).getString("id"), pass));
        expect(200, client.prove());
        JsonObject other = client.details().put("agdref", new ApiClient(site).agdref);
        assertThat(client.send("POST", client.root + "/bookings", other).code()).isEqualTo("other-person");
        expect(202, client.book());
    }

    @Test
    void who_may_come_on_none_of_its_days_is_not_enrolled() {
        ApiClient client = new ApiClient(site);
        JsonObject answers = ApiClient.answers()
                .put("permitExpiry", ApiClient.today().plusYears(2).toString());
        client.token = expect(201, client.send("POST", client.root + "/journeys", answers))
                .getString("token");
        assertThat(enrol(client, open, client.agdref, solved(client, open)).code())
                .isEqualTo("outside-window");
    }

    @Test
    void a_turn_takes_the_token_of_its_ticket() {
        Enrolled one = enrolled(new ApiClient(site).begun(), open).called();
        Enrolled two = enrolled(new ApiClient(site).begun(), open);
        Map<String, String> none = Map.of("Authorization", "");
        assertThat(one.client.send("POST", one.path() + "/turn", "", none).code())
                .isEqualTo("token-missing");
        assertThat(one.client.send("POST", one.path() + "/turn", null).code()).isEqualTo("token-invalid");
        assertThat(new Enrolled(one.client, open, one.number, two.token)
                        .ask("POST")
                        .code())
                .isEqualTo("other-ticket");
        assertThat(new Enrolled(one.client, open, one.number, two.token)
                        .ask("DELETE")
                        .code())
                .isEqualTo("other-ticket");
        assertThat(one.client
                        .send("GET", one.client.root + "/hold", "", Map.of("Authorization", "Bearer " + one.token))
                        .code())
                .isEqualTo("token-invalid");
        ApiClient later = new ApiClient(site);
        later.token = one.turn().getString("token");
        assertThat(later.get(later.root + "/hold").code()).isEqualTo("no-hold");
    }

    @Test
    void rooms_and_tickets_that_are_not_lead_nowhere() {
        ApiClient client = new ApiClient(site).begun();
        ApiClient elsewhere = new ApiClient(site, site.smallDesk);
        assertThat(client.get(client.root + "/releases/nowhere").code()).isEqualTo("unknown-room");
        assertThat(client.get(client.root + "/releases/N%C3%A9").code()).isEqualTo("unknown-room");
        assertThat(elsewhere.get(root(elsewhere, open)).code()).isEqualTo("unknown-room");
        for (String number : List.of("0", "-1", "mine", "99999999999")) {
            assertThat(client.get(root(client, open) + "/tickets/" + number).code())
                    .isEqualTo("not-found");
        }
    }

    @Test
    void looking_asks_neither_redis_nor_postgres() {
        Enrolled ticket = enrolled(new ApiClient(site).begun(), open);
        int position = ticket.standing().getInteger("position");
        redis.kill();
        line.cut();
        try {
            for (int look = 0; look < 20; look++) {
                long start = System.nanoTime();
                assertThat(ticket.standing().getInteger("position")).isEqualTo(position);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            }
        } finally {
            line.thaw();
            redis.start();
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> site.freeSeats(site.desk) > 0);
    }

    private static Got hold(ApiClient client, String slot, String pass) {
        return client.send(
                "PUT", client.root + "/hold", new JsonObject().put("slot", slot).put("pass", pass));
    }

    /** Enrols, waits for the turn and takes it up. */
    private static JsonObject turn(ApiClient client) {
        return enrolled(client, open).called().turn();
    }

    private static List<JsonObject> freeSlots(ApiClient client) {
        return expect(200, client.get(client.root + "/slots?free=true")).getJsonArray("slots").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static Enrolled enrolled(ApiClient client, Releases release) {
        return enrolled(client, release, client.agdref);
    }

    private static Enrolled enrolled(ApiClient client, Releases release, String agdref) {
        JsonObject ticket = expect(201, enrol(client, release, agdref, solved(client, release)));
        return new Enrolled(client, release, ticket.getInteger("number"), ticket.getString("token"));
    }

    private static Got enrol(ApiClient client, Releases release, String agdref, String solution) {
        JsonObject body = new JsonObject().put("agdref", agdref).put("altcha", solution);
        return client.send("POST", root(client, release) + "/tickets", body);
    }

    private static String solved(ApiClient client, Releases release) {
        return Solver.solve(
                expect(200, client.get(root(client, release) + "/challenge")).encode());
    }

    private static String root(ApiClient client, Releases release) {
        return client.root + "/releases/" + release.id;
    }

    /** A client with a ticket. */
    private record Enrolled(ApiClient client, Releases release, int number, String token) {
        String path() {
            return root(client, release) + "/tickets/" + number;
        }

        Got look() {
            return client.get(path());
        }

        JsonObject standing() {
            return expect(200, look());
        }

        boolean is(String phase) {
            return standing().getString("phase").equals(phase);
        }

        Enrolled called() {
            await().atMost(PATIENCE).until(() -> is("turn"));
            return this;
        }

        Got ask(String method) {
            return client.send(method, path() + "/turn", "", Map.of("Authorization", "Bearer " + token));
        }

        JsonObject turn() {
            return expect(200, ask("POST"));
        }
    }
}
