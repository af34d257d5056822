package fr.creneau.web.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import fr.creneau.journey.Axe;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A waiting room with one seat in a browser: pages follow by themselves, the draw is recomputed there, and every page passes axe. Their
 * pictures are in {@code target/screenshots}.
 */
@BrowserTest
class WaitingRoomBrowserIT {
    private static final LocatorAssertions.ContainsTextOptions PATIENCE =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    private static final String FORM = "form[data-challenge-url] button[type=submit]";

    private final List<String> faults = new ArrayList<>();
    private String prefix = "";

    @ParameterizedTest
    @CsvSource({"fr-FR,1280", "en-GB,360"})
    void thePagesFollowTheQueueByThemselves(String language, int width) throws IOException {
        boolean french = language.startsWith("fr");
        prefix = "room-" + language.substring(0, 2) + "-" + width + "-";
        try (WizardSite site = new WizardSite(Map.of());
                BrowserContext firstBrowser = browser(language, width);
                BrowserContext secondBrowser = browser(language, width);
                BrowserContext thirdBrowser = browser(language, width)) {
            Releases release = new Releases(site, site.desk, 1);
            String root = site.url("/rdv/" + site.desk);
            String room = site.url(release.root());

            Page first = firstBrowser.newPage();
            enrolment(site, release, "30 minutes");
            first.navigate(root + "/descriptif");
            assertThat(first.locator(".fr-alert--info").first())
                    .containsText(french ? "Les inscriptions commencent" : "Enrolment begins");
            answer(first, root, Journey.today().plusMonths(1));
            look("announced", first);
            first.navigate(root + "/file");
            heading(first, french ? "pas encore ouvertes" : "not open yet");
            look("early", first);
            enrolment(site, release, "-30 minutes");
            first.navigate(site.url("/"));
            look("home", first);
            first.navigate(root + "/file");
            look("enrol", first);
            first.navigate(room + "/code");
            look("code", first);
            enrol(first, room, "9731234567");
            heading(first, french ? "tirage au sort est enregistrée" : "enrolled for the draw");
            assertThat(first.locator("dl")).containsText(french ? "se termine par 4567" : "ends in 4567");
            look("enrolled", first);

            release.openNow();
            // Nobody pressed anything: an event came.
            heading(first, french ? "votre tour" : "your turn");
            look("turn", first);

            Page second = secondBrowser.newPage();
            answer(second, root, Journey.today().plusMonths(1));
            enrol(second, room, "9731234568");
            heading(second, french ? "dans la file" : "in the queue");
            assertThat(second.locator(".fr-alert--warning"))
                    .containsText(french ? "si d’autres renoncent" : "if others give theirs up", PATIENCE);
            look("waiting", second);

            first.locator("form[action$=renoncer] button").click();
            heading(first, french ? "Votre tour est passé" : "Your turn is over");
            look("over", first);
            heading(second, french ? "votre tour" : "your turn");

            second.locator("form[action$=entrer] button").click();
            Locator slot = second.locator("button[name=plage]:visible").first();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                second.reload();
                return slot.isVisible();
            });
            slot.click();
            second.navigate(room);
            assertThat(second.locator("main a.fr-btn"))
                    .containsText(french ? "Poursuivre ma demande" : "Continue my request");
            look("held", second);

            second.navigate(room + "/preuve");
            second.locator("form[data-draw] button").click();
            Locator result = second.locator("[data-draw-result]");
            assertThat(result).containsText(french ? "bien celle de la clé" : "is that of the key", PATIENCE);
            assertThat(result).containsText(french ? "son rang est son numéro" : "its place is its number", PATIENCE);
            look("proof", second);

            Page third = thirdBrowser.newPage();
            answer(third, root, Journey.today().plusMonths(14));
            third.navigate(room);
            heading(third, french ? "pas à vos dates" : "not on your days");
            look("other-days", third);
            answer(third, root, Journey.today().plusMonths(1));
            release.withdrawAll();
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            release.room().filter(state -> state.isSoldOut()).isPresent());
            third.navigate(room);
            heading(third, french ? "plus de place" : "no places left");
            look("full", third);
        }
        assertThat(faults).isEmpty();
    }

    private static BrowserContext browser(String language, int width) {
        return Axe.in(Browser.context(Browser.options()
                .setLocale(language)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, width > 360 ? 860 : 740)));
    }

    private static void enrolment(WizardSite site, Releases release, String from) {
        site.sql("update release set enrols_from = now() + $2::text::interval where id = $1", release.id.value(), from);
        site.sql("update desk set version = version + 1 where id = $1", release.desk);
        boolean begun = from.startsWith("-");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> release.room()
                        .filter(room -> room.release().enrolsFrom().isBefore(Instant.now()) == begun)
                        .isPresent());
    }

    private static void answer(Page page, String root, LocalDate expiry) {
        page.navigate(root + "/descriptif");
        Map<String, String> answers = Journey.answers(expiry);
        page.locator("input[name=demarche][value=renouvellement]").check();
        for (String field : List.of("jour", "mois", "annee")) {
            page.locator("[name=" + field + "]").fill(answers.get(field));
        }
        page.locator("select[name=commune]").selectOption(answers.get("commune"));
        page.locator("input[name=conditions]").check();
        page.locator("main form button[type=submit]").first().click();
        assertThat(page.locator("h1")).isVisible();
    }

    private static void enrol(Page page, String room, String agdref) {
        page.navigate(room);
        page.locator("#agdref").fill(agdref);
        page.locator(FORM).click();
    }

    private static void heading(Page page, String text) {
        assertThat(page.locator("h1")).containsText(text, PATIENCE);
    }

    private void look(String name, Page page) {
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target/screenshots/" + prefix + name + ".png")));
        Axe.violations(page).forEach(violation -> faults.add(name + " " + violation));
        Object wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        if (Boolean.TRUE.equals(wider)) {
            faults.add(name + " is wider than the window");
        }
    }
}
