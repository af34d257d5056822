package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.Solver;
import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.hold.SessionId;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.web.api.ApiClient.Got;
import fr.creneau.web.wizard.Releases;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Waiting rooms as programs meet them. One desk's release is open with many seats, so that whoever enrols is let in at once. */
class ApiWaitingRoomIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static WizardSite site;
    private static Releases open;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of("LIMITS_HOLDS_PER_PREFIX", "off"));
        open = new Releases(site, site.desk, 40);
        open.opens(Instant.now());
        await().atMost(PATIENCE)
                .until(() ->
                        open.room().filter(room -> room.result().isPresent()).isPresent());
        await().atMost(PATIENCE).until(() -> !freeSlots(new ApiClient(site)).isEmpty());
    }

    @AfterAll
    static void stop() {
        site.close();
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
        String pass = pass(client);
        assertThat(hold(client, slot, "x" + pass).code()).isEqualTo("no-turn");
        assertThat(hold(stranger, slot, pass).code()).isEqualTo("no-turn");
        expect(201, hold(client, slot, pass));
        expect(200, hold(client, slot, pass));
        expect(201, client.hold(freeSlots(client).get(1).getString("id")));
    }

    private static Got hold(ApiClient client, String slot, String pass) {
        return client.send(
                "PUT", client.root + "/hold", new JsonObject().put("slot", slot).put("pass", pass));
    }

    private static String pass(ApiClient client) {
        Seal seal = new Seal(Keyring.derive(List.of(new Secret("k".repeat(32))), "cookie"));
        SessionId session = new SessionId(new JsonObject(
                        new String(seal.open(client.token, "journey token").orElseThrow(), StandardCharsets.UTF_8))
                .getString("id"));
        String challenge = WizardSite.wait(site.bus.request(
                        ChallengeMessages.ISSUE_FOR,
                        new ChallengeMessages.IssueFor(WaitingRoomMessages.subject(open.id, session))))
                .json();
        EnrolOutcome enrolled = WizardSite.wait(site.bus.request(
                WaitingRoomMessages.ENROL,
                new Enrol(open.id, session, AgdrefNumber.parse(client.agdref).orElseThrow(), Solver.solve(challenge))));
        int ticket = ((EnrolOutcome.Enrolled) enrolled).number();
        EnterOutcome entered = await().atMost(PATIENCE)
                .until(
                        () -> WizardSite.wait(
                                site.bus.request(WaitingRoomMessages.ENTER, new Enter(open.id, ticket, session))),
                        EnterOutcome.Entered.class::isInstance);
        return ((EnterOutcome.Entered) entered).pass();
    }

    private static List<JsonObject> freeSlots(ApiClient client) {
        return expect(200, client.get(client.root + "/slots?free=true")).getJsonArray("slots").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
