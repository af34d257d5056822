package fr.creneau.web.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import fr.creneau.journey.Axe;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A waiting room in a browser: the page follows by itself, the draw is recomputed there, and every page passes axe. */
@BrowserTest
class WaitingRoomBrowserIT {
    private static final LocatorAssertions.ContainsTextOptions PATIENCE =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"fr-FR", "en-GB"})
    void thePageFollowsTheQueueByItselfAndRecomputesTheDraw(String language) throws IOException {
        boolean french = language.startsWith("fr");
        try (WizardSite site = new WizardSite(Map.of());
                BrowserContext context =
                        Browser.context(Browser.options().setLocale(language).setReducedMotion(ReducedMotion.REDUCE))) {
            Releases release = new Releases(site, site.desk, 1);
            String root = site.url("/rdv/" + site.desk);
            Page page = context.newPage();
            answer(page, root);
            page.navigate(root + "/file");
            look("enrol", page);
            page.locator("#agdref").fill("9731234567");
            page.locator("form[data-challenge-url] button[type=submit]").click();
            heading(page, french ? "tirage au sort est enregistrée" : "enrolled for the draw");
            look("enrolled", page);

            release.openNow();
            // Nobody pressed anything: an event came.
            heading(page, french ? "votre tour" : "your turn");
            look("turn", page);

            page.navigate(root + "/file/" + release.id + "/preuve");
            page.locator("form[data-draw] button").click();
            Locator result = page.locator("[data-draw-result]");
            assertThat(result).containsText(french ? "bien celle de la clé" : "is that of the key", PATIENCE);
            assertThat(result)
                    .containsText(french ? "Rang de cette inscription 1" : "Place of this enrolment 1", PATIENCE);
            look("proof", page);

            release.withdrawAll();
            page.navigate(root + "/file/" + release.id);
        }
        assertThat(faults).isEmpty();
    }

    private static void answer(Page page, String root) {
        page.navigate(root + "/descriptif");
        Map<String, String> answers = Journey.answers(Journey.today().plusMonths(1));
        page.locator("input[name=demarche][value=renouvellement]").check();
        for (String field : List.of("jour", "mois", "annee")) {
            page.locator("[name=" + field + "]").fill(answers.get(field));
        }
        page.locator("select[name=commune]").selectOption(answers.get("commune"));
        page.locator("input[name=conditions]").check();
        page.locator("main form button[type=submit]").first().click();
        assertThat(page.locator("h1")).isVisible();
    }

    private static void heading(Page page, String text) {
        assertThat(page.locator("h1")).containsText(text, PATIENCE);
    }

    private void look(String name, Page page) {
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        Axe.violations(page).forEach(violation -> faults.add(name + " " + violation));
    }
}
