package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms that no person sends: refused, politely, and with nothing lost for a person who did. */
class FormGuardsIT {
    @Test
    void aFormSentTooFastIsShownAgainFilledAndTheTrapIsEmptied() throws IOException {
        try (WizardSite site = new WizardSite(Map.of("LIMITS_FORM_TIME", "1h"))) {
            Journey journey = new Journey(site).proven();
            Visitor visitor = journey.visitor;
            String form = journey.root + "/coordonnees";
            assertThat(visitor.page.select("#remarque").attr("tabindex")).isEqualTo("-1");
            assertThat(visitor.page.select("#remarque").attr("autocomplete")).isEqualTo("off");
            assertThat(visitor.page.select("[aria-hidden=true] #remarque")).hasSize(1);

            visitor.submit(form, journey.details());
            assertThat(visitor.status).isEqualTo(429);
            assertThat(Integer.parseInt(visitor.retryAfter)).isBetween(3_400, 3_600);
            assertThat(visitor.page.select(".fr-alert--warning").text()).contains("appuyez de nouveau");
            assertFilled(journey);

            // What is wrong with the form is said first, however fast it came.
            Map<String, String> incomplete = journey.details();
            incomplete.put("nom", "");
            assertThat(visitor.submit(form, incomplete).status).isEqualTo(422);
            assertThat(visitor.page.select("#nom-error")).hasSize(1);

            Map<String, String> trapped = journey.details();
            trapped.put("remarque", "https://example.org");
            visitor.submit(form, trapped);
            assertThat(visitor.status).isEqualTo(422);
            assertThat(visitor.page.select(".fr-alert--warning").text()).contains("champ caché");
            assertThat(visitor.page.select("#remarque").val()).isEmpty();
            assertFilled(journey);
            assertThat(visitor.get(form).page.select("#remarque").val()).isEmpty();
            assertFilled(journey);
        }
    }

    /** Who presses again and again gets through two seconds after the page was first shown, not after the last refusal. */
    @Test
    void theTimeCountsFromWhenThePageWasFirstShown() throws IOException {
        try (WizardSite site = new WizardSite(Map.of("LIMITS_FORM_TIME", "2s"))) {
            Journey journey = new Journey(site).proven();
            String form = journey.root + "/coordonnees";
            journey.visitor.get(form);
            long asked = System.nanoTime();
            journey.visitor.get(form);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        journey.visitor.submit(form, journey.details());
                        return journey.visitor.path.equals(journey.root + "/validation");
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
    }

    private static void assertFilled(Journey journey) {
        assertThat(journey.visitor.page.select("#nom").val()).isEqualTo("Bélizaire");
        assertThat(journey.visitor.page.select("#agdref").val()).isEqualTo(journey.agdref);
        assertThat(journey.visitor.page.select("#courriel").val()).isEqualTo(journey.email);
    }
}
