package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.web.wizard.WizardSite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A slot that a count found full is refused without asking Redis: nobody who holds a seat is told so, and a seat that comes back is given. */
class SelloutIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of("HOLDS_FULL_FOR", "1s"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static ApiClient begun() {
        ApiClient client = new ApiClient(site);
        client.begun();
        return client;
    }

    @Test
    void aSlotThatSellsOutIsGivenToNobodyElseUntilASeatComesBack() {
        String slot = begun().freshSlot();
        List<ApiClient> holders = new ArrayList<>();
        ApiClient late = begun();
        while (late.hold(slot).status() == 201) {
            holders.add(late);
            late = begun();
        }
        assertThat(holders).isNotEmpty();
        ApiClient stranger = late;
        await().atMost(PATIENCE).until(() -> free(slot) == 0);

        for (int again = 0; again < 20; again++) {
            assertThat(stranger.hold(slot).status()).isEqualTo(409);
            // An answer that was lost is asked for again, by any of them.
            holders.forEach(holder -> expect(200, holder.hold(slot)));
        }

        assertThat(holders.get(0).send("DELETE", stranger.root + "/hold", null).status())
                .isEqualTo(204);
        await().atMost(PATIENCE).until(() -> stranger.hold(slot).status() == 201);
        assertThat(holders.get(0).hold(slot).status()).isEqualTo(409);
    }

    private static int free(String slot) {
        return site.schedule(site.desk).slots().stream()
                .filter(offer -> offer.slot().id().value().equals(slot))
                .mapToInt(offer -> offer.free())
                .sum();
    }
}
