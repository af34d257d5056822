package fr.creneau.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The journey without a mouse: nothing here clicks. */
@BrowserTest
class KeyboardIT {
    @Test
    void the_whole_journey_with_the_keyboard_alone() {
        try (WholeSite site = WholeSite.start();
                BrowserContext context = Browser.context()) {
            Faults faults = Faults.of(context);
            walk(site, context.newPage());
            faults.assertNone();
        }
    }

    private static void walk(WholeSite site, Page page) {
        Keyboard keyboard = new Keyboard(page);
        Applicant applicant = new Applicant(site, page);
        page.navigate(site.url());
        keyboard.tour();
        skipsToTheContent(page, keyboard);
        press(keyboard, page.locator(".fr-card a").first());

        applicant.at("/descriptif");
        keyboard.tour();
        answer(page, keyboard, applicant);
        applicant.at("/verdict");
        keyboard.tour();
        press(keyboard, page.locator("main .fr-btn").first());

        applicant.at("/plage");
        keyboard.tour();
        press(keyboard, applicant.slots().first());
        security(page, keyboard, applicant);

        applicant.at("/coordonnees");
        keyboard.tour();
        press(keyboard, page.locator("main form button"));
        correct(page, keyboard, applicant);

        applicant.at("/validation");
        keyboard.tour();
        press(keyboard, page.locator("main form button"));
        applicant.at("/envoye");
        keyboard.tour();
        applicant.follow(1).heading("Confirmez votre rendez-vous");
        keyboard.tour();
        press(keyboard, page.locator("main form button"));
        applicant.heading("Votre rendez-vous est confirmé");
        keyboard.tour();
        applicant.follow(2);
        keyboard.tour();
        press(keyboard, page.locator("main a[href$=annuler]"));
        applicant.heading("Voulez-vous vraiment annuler ?");
        keyboard.tour();
        press(keyboard, page.locator("main form button"));
        applicant.heading("Rendez-vous annulé");
        keyboard.tour();
    }

    /** By way of the page for a code, and back. */
    private static void security(Page page, Keyboard keyboard, Applicant applicant) {
        applicant.at("/securite").solved();
        keyboard.tour();
        press(keyboard, page.locator("main a[href$=code]"));
        applicant.at("/securite/code");
        keyboard.tour();
        press(keyboard, page.locator("main a[href$=securite]"));
        applicant.at("/securite").solved();
        press(keyboard, page.locator("form[data-challenge-url] button"));
    }

    private static void skipsToTheContent(Page page, Keyboard keyboard) {
        page.reload();
        keyboard.press("Tab");
        assertThat(page.locator(".fr-skiplinks a").first()).isFocused();
        assertThat(page.locator(".fr-skiplinks a").first()).isInViewport();
        keyboard.press("Enter");
        assertThat(page.locator("#content")).isFocused();
        keyboard.press("Tab");
        assertThat((boolean) page.evaluate("() => document.activeElement.closest('main') !== null"))
                .as("the focus goes on inside the content")
                .isTrue();
    }

    private static void answer(Page page, Keyboard keyboard, Applicant applicant) {
        LocalDate expiry = applicant.expiry;
        keyboard.to(page.locator("#demarche-renouvellement")).press("ArrowDown", "ArrowUp");
        assertThat(page.locator("#demarche-renouvellement")).isChecked();
        keyboard.to(page.locator("#jour")).type(String.valueOf(expiry.getDayOfMonth()));
        keyboard.to(page.locator("#mois")).type(String.valueOf(expiry.getMonthValue()));
        keyboard.to(page.locator("#annee")).type(String.valueOf(expiry.getYear()));
        keyboard.to(page.locator("#commune")).type("Cay");
        assertThat(page.locator("#commune")).hasValue("97302");
        keyboard.to(page.locator("#conditions")).press("Space");
        press(keyboard, page.locator("main form button"));
    }

    /** The errors have the focus, and their links lead into the fields. */
    private static void correct(Page page, Keyboard keyboard, Applicant applicant) {
        assertThat(page.locator("#errors")).isFocused();
        Locator first = page.locator("#errors a").first();
        press(keyboard, first);
        assertThat(page.locator("#nom")).isFocused();
        keyboard.type("Saint-Hilaire");
        keyboard.to(page.locator("#prenom")).type("Marie-Noëlle");
        keyboard.to(page.locator("#courriel")).type(applicant.email);
        keyboard.to(page.locator("#agdref")).type(applicant.agdref);
        // Enter in a field sends the form.
        keyboard.press("Enter");
    }

    private static void press(Keyboard keyboard, Locator control) {
        keyboard.to(control).press("Enter");
    }
}
