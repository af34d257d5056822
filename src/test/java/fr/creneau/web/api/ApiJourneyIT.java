package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.MailCatcher;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journey of a program, from the desks to the confirmed appointment. */
class ApiJourneyIT {
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/confirmation/[\\w-]+)");
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void a_journey_leads_from_the_desks_to_the_confirmed_appointment() throws Exception {
        ApiClient client = new ApiClient(site);
        JsonObject desk = expect(200, client.get(client.root));
        assertThat(desk.getString("id")).isEqualTo(site.desk);
        assertThat(expect(200, client.get("/api/v1/desks")).getJsonArray("desks"))
                .contains(desk);

        JsonObject answers = ApiClient.answers();
        JsonObject begun = expect(201, client.send("POST", client.root + "/journeys", answers));
        assertThat(begun.getString("verdict")).isEqualTo("eligible");
        assertThat(begun.getJsonObject("window").getString("first"))
                .isEqualTo(LocalDate.parse(answers.getString("permitExpiry"))
                        .minusMonths(2)
                        .toString());
        client.token = begun.getString("token");

        assertThat(expect(200, client.get(client.root + "/slots?free=true")).getJsonArray("slots"))
                .isNotEmpty();
        String slot = client.freshSlot();
        JsonObject held = expect(201, client.hold(slot));
        assertThat(held.getString("slot")).isEqualTo(slot);
        assertThat(held.getBoolean("proven")).isFalse();
        assertThat(Instant.parse(held.getString("expiresAt"))).isAfter(Instant.now());
        assertThat(expect(200, client.hold(slot)).getString("id")).isEqualTo(held.getString("id"));

        assertThat(expect(200, client.prove()).getBoolean("proven")).isTrue();
        JsonObject opened = expect(202, client.book());
        assertThat(opened.getString("status")).isEqualTo("pending");
        assertThat(Instant.parse(opened.getString("confirmBy"))).isAfter(Instant.now());

        Matcher link = LINK.matcher(MailCatcher.text(firstMail(client.email), "text/plain"));
        assertThat(link.find()).isTrue();
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        assertThat(client.send("POST", link.group(1), "", form).status()).isEqualTo(303);
        assertThat(client.get(link.group(1)).response().body()).contains("Votre rendez-vous est confirmé");
    }

    /** What the token of a proof says of a seat is for a seat that Redis lost, not for one that was given back. */
    @Test
    void a_seat_that_was_given_back_is_not_taken_again_with_what_a_token_says_of_it() {
        ApiClient client = new ApiClient(site).begun();
        String slot = client.freshSlot();
        String hold = expect(201, client.hold(slot)).getString("id");
        client.token = expect(200, client.prove()).getString("token");
        expect(204, client.send("DELETE", client.root + "/hold", null));

        JsonObject request = client.details().put("slot", slot);
        ApiClient.Got refused = client.send("POST", client.root + "/bookings", request);
        assertThat(refused.status()).as(refused.response().body()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("seat-lost");
        // It is free: a new choice of it is a new hold, to be proven anew.
        JsonObject again = expect(201, client.hold(slot));
        assertThat(again.getString("id")).isNotEqualTo(hold);
        assertThat(again.getBoolean("proven")).isFalse();
    }

    private static MimeMessage firstMail(String address) {
        List<MimeMessage> mails = await().atMost(Duration.ofSeconds(30))
                .until(() -> site.mails.receivedBy(address), received -> !received.isEmpty());
        return mails.get(0);
    }
}
