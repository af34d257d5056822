package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a visitor sees of the limits: never a loss, always what to do. */
class LimitsIT {
    private static WizardSite site;

    @BeforeAll
    static void start() throws IOException {
        site = new WizardSite(Map.of(
                "LIMITS_HOLDS_PER_SESSION",
                "6/1h",
                "LIMITS_REQUESTS_PER_EMAIL",
                "1/1h",
                "LIMITS_CODES_PER_HOLD",
                "1/1h"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** The minutes that the page must name. The wait counts from something that was done since the test began, however long ago that is. */
    private static int minutesAsked(Visitor visitor, int wait, Instant begun) {
        int asked = Integer.parseInt(visitor.retryAfter);
        int elapsed = (int) Duration.between(begun, Instant.now()).toSeconds() + 1;
        assertThat(asked).isBetween(wait - elapsed, wait);
        return (asked + 59) / 60;
    }

    @Test
    void whoChangesSlotsTooOftenIsToldHowLongToWaitAndKeepsTheSeat() {
        Instant begun = Instant.now();
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage");
        String first = journey.freeSlot(0);
        String second = journey.freeSlot(1);
        visitor.submit(journey.root + "/plage", Map.of("plage", first));
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");
        visitor.get(journey.root + "/plage");
        visitor.submit(journey.root + "/plage", Map.of("plage", second));
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");

        visitor.get(journey.root + "/plage");
        visitor.submit(journey.root + "/plage", Map.of("plage", first));
        assertThat(visitor.status).isEqualTo(429);
        assertThat(visitor.page.select(".fr-alert--warning").text())
                .contains("Patientez " + minutesAsked(visitor, 1_800, begun) + " minutes");
        assertThat(visitor.page.select("button[name=plage]")).isNotEmpty();
        assertThat(visitor.page.select(".cr-hold")).isNotEmpty();
        assertThat(visitor.get(journey.root + "/securite").path).isEqualTo(journey.root + "/securite");

        visitor.get(journey.root + "/plage?lang=en");
        visitor.submit(journey.root + "/plage", Map.of("plage", first));
        assertThat(visitor.page.select(".fr-alert--warning").text())
                .contains("Wait " + minutesAsked(visitor, 1_800, begun) + " minutes");
    }

    @Test
    void whoAsksForTooManyCodesIsToldHowLongToWait() {
        Instant begun = Instant.now();
        Journey journey = new Journey(site).held();
        Visitor visitor = journey.visitor.get(journey.root + "/securite/code");
        visitor.submit(journey.root + "/securite/code", Map.of("action", "envoyer", "courriel", journey.email));
        assertThat(visitor.status).isEqualTo(200);
        visitor.submit(journey.root + "/securite/code", Map.of("action", "envoyer", "courriel", journey.email));
        assertThat(visitor.status).isEqualTo(429);
        assertThat(visitor.page.select(".fr-alert--warning").text())
                .contains("patientez " + minutesAsked(visitor, 3_600, begun) + " minutes");
        assertThat(visitor.page.select("#code")).isNotEmpty();
    }

    @Test
    void aSecondRequestForTheSameMailboxWaitsAndLosesNothing() {
        Instant begun = Instant.now();
        Journey first = new Journey(site).submitted();
        Journey second = new Journey(site).proven();
        Map<String, String> details = second.details();
        details.put("courriel", first.email.toUpperCase(Locale.ROOT));
        second.visitor.submit(second.root + "/coordonnees", details);
        assertThat(second.visitor.path).isEqualTo(second.root + "/validation");
        second.visitor.submit(second.root + "/validation", Map.of());
        assertThat(second.visitor.status).isEqualTo(429);
        assertThat(second.visitor.page.select(".fr-alert--warning").text())
                .contains("patientez " + minutesAsked(second.visitor, 3_600, begun) + " minutes");
        // The page is the same one, complete, and its button still there.
        assertThat(second.visitor.page.select("form[action=" + second.root + "/validation] button"))
                .isNotEmpty();
        assertThat(second.visitor.page.text()).contains("Bélizaire");
        assertThat(second.visitor
                        .get(second.root + "/coordonnees")
                        .page
                        .select("#nom")
                        .val())
                .isEqualTo("Bélizaire");
    }
}
