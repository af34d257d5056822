package fr.creneau.journey;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/** The journey of one applicant, who looks around at every page and at the errors on the way. */
final class Walk {
    /** What is done at each page. */
    interface Stop {
        void at(String name, Page page);
    }

    private static final AtomicInteger applicants = new AtomicInteger();
    private static final int RENEWAL_OPEN_FOR_DAYS = 20;

    private final WholeSite site;
    private final Page page;
    private final Stop stop;
    private final int number = applicants.incrementAndGet();
    private final String address = "applicant" + number + "@example.org";

    Walk(WholeSite site, Page page, Stop stop) {
        this.site = site;
        this.page = page;
        this.stop = stop;
    }

    /** From the home page to the cancelled appointment. */
    void wholeWay() {
        open("accueil", "/");
        page.locator(".fr-card a").first().click();
        describe();
        choose();
        security();
        details();
        review();
        stop("envoye");
        confirm();
        manage();
    }

    private void describe() {
        stop("descriptif");
        submit();
        stop("descriptif-erreurs");
        LocalDate expiry = LocalDate.now(ZoneId.of("America/Cayenne")).plusDays(RENEWAL_OPEN_FOR_DAYS);
        page.locator("#demarche-renouvellement").check();
        page.locator("#jour").fill(String.valueOf(expiry.getDayOfMonth()));
        page.locator("#mois").fill(String.valueOf(expiry.getMonthValue()));
        page.locator("#annee").fill(String.valueOf(expiry.getYear()));
        page.locator("#commune").selectOption("97302");
        page.locator("#conditions").check();
        submit();
        stop("verdict");
        page.locator("main .fr-btn").first().click();
    }

    private void choose() {
        stop("plage");
        Locator asList = page.locator("main .cr-week-nav > a").last();
        if (asList.isVisible()) {
            asList.click();
            stop("plage-liste");
        }
        page.locator("button[name=plage]:visible").first().click();
    }

    private void security() {
        Locator solved = page.locator("form[data-challenge-url] button");
        solved.waitFor();
        stop("securite");
        String here = page.url();
        page.locator("main .fr-btns-group a").first().click();
        stop("code");
        submit();
        stop("code-erreurs");
        page.navigate(here);
        solved.click();
        page.locator("#nom").waitFor();
    }

    private void details() {
        stop("coordonnees");
        submit();
        stop("coordonnees-erreurs");
        page.locator("#nom").fill("Saint-Hilaire");
        page.locator("#prenom").fill("Marie-Noëlle");
        page.locator("#courriel").fill(address);
        page.locator("#agdref").fill(String.format("F97310%04d", number));
        submit();
    }

    private void review() {
        stop("validation");
        submit();
    }

    private void confirm() {
        open("confirmation", site.linkInMail(address, 1));
        submit();
        stop("confirme");
    }

    private void manage() {
        String link = site.linkInMail(address, 2);
        open("rendez-vous", link);
        page.locator("main a[href$=annuler]").click();
        stop("annuler");
        submit();
        stop("annule");
    }

    /** Opens a page and looks at it. */
    void open(String name, String path) {
        page.navigate(site.url() + path);
        stop(name);
    }

    private void submit() {
        page.locator("main form button[type=submit]:visible").first().click();
    }

    private void stop(String name) {
        // The page is there when its only h1 is; a click above only began to fetch it.
        PlaywrightAssertions.assertThat(page.locator("html[data-walked]")).hasCount(0);
        page.locator("footer").waitFor();
        stop.at(name, page);
        page.evaluate("document.documentElement.setAttribute('data-walked', '')");
    }
}
