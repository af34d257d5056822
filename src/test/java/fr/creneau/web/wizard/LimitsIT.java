package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a visitor sees of the limits: never a loss, always what to do. */
class LimitsIT {
    private static WizardSite site;

    @BeforeAll
    static void start() throws IOException {
        site = new WizardSite(Map.of("LIMITS_HOLDS_PER_SESSION", "6/1h"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void whoChangesSlotsTooOftenIsToldHowLongToWaitAndKeepsTheSeat() {
        Journey journey = new Journey(site).held();
        Visitor visitor = journey.visitor;
        visitor.get(journey.root + "/plage");
        String second = journey.freeSlot(1);
        visitor.submit(journey.root + "/plage", Map.of("plage", second));
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");

        visitor.get(journey.root + "/plage");
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        assertThat(visitor.status).isEqualTo(429);
        assertThat(Integer.parseInt(visitor.retryAfter)).isBetween(1_795, 1_800);
        assertThat(visitor.page.select(".fr-alert--warning").text()).contains("Patientez 30 minutes");
        assertThat(visitor.page.select("button[name=plage]")).isNotEmpty();
        assertThat(visitor.page.select(".cr-hold")).isNotEmpty();
        assertThat(visitor.get(journey.root + "/securite").path).isEqualTo(journey.root + "/securite");

        visitor.get(journey.root + "/plage?lang=en");
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        assertThat(visitor.page.select(".fr-alert--warning").text()).contains("Wait 30 minutes");
    }
}
