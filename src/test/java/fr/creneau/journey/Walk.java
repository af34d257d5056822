package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import fr.creneau.testkit.Browser;
import java.time.LocalDate;
import java.util.List;

/** The journey of one applicant, who looks around at every page and at the errors on the way. */
final class Walk {
    /** What is done at each page. */
    interface Stop {
        void at(String name, Page page);
    }

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int WRONG = 422;

    private final WholeSite site;
    private final Page page;
    private final Stop stop;
    private final Applicant applicant;
    private int status;

    Walk(WholeSite site, Page page, Stop stop) {
        this.site = site;
        this.page = page;
        this.stop = stop;
        this.applicant = new Applicant(site, page);
        page.onResponse(this::remember);
    }

    private void remember(Response response) {
        if (response.request().isNavigationRequest()) {
            status = response.status();
        }
    }

    /** The pages that are no step of the wizard, and those of a step whose turn has not come. */
    void around() {
        for (String path : List.of(
                "/aide", "/mentions-legales", "/donnees-personnelles", "/accessibilite", "/rdv/cayenne/pieces")) {
            open(path, path, OK);
        }
        open("page-inconnue", "/x", NOT_FOUND);
        open("guichet-inconnu", "/rdv/ailleurs/descriptif", NOT_FOUND);
        open("hors-ordre", "/rdv/cayenne/validation", CONFLICT);
        open("lien-inconnu", "/rendez-vous/" + "x".repeat(22), NOT_FOUND);
    }

    /** Answers that lead elsewhere, and desks on which there is nothing left. */
    void inVain() {
        answer("premier-titre", Applicant.today());
        stop("renvoi", OK);
        // The sample desks sell eight weeks at most: this permit's window begins after them.
        answer("renouvellement", Applicant.today().plusMonths(5));
        stop("verdict-plus-tard", OK);
        page.locator("main .fr-btn").first().click();
        applicant.at("/plage");
        stop("complet-plus-tard", OK);
        answer("renouvellement", Applicant.today().minusMonths(5));
        stop("verdict-droit", OK);
        new Applicant(site, page, WholeSite.FULL_DESK).atCalendar();
        stop("complet", OK);
        takenMeanwhile();
    }

    private void answer(String procedure, LocalDate expiry) {
        applicant.go("/descriptif").fillAnswers(procedure, expiry).submit();
        applicant.at("/verdict");
    }

    /** A seat that is free on the page and gone when it is chosen. */
    private void takenMeanwhile() {
        Applicant slow = new Applicant(site, page, WholeSite.SMALL_DESK).atCalendar();
        String last = slow.slots().first().getAttribute("value");
        try (BrowserContext context = Browser.context()) {
            Applicant quick = new Applicant(site, context.newPage(), WholeSite.SMALL_DESK).atCalendar();
            quick.slot(last).click();
            quick.at("/securite");
        }
        slow.slot(last).click();
        page.locator(".fr-alert--warning").waitFor();
        stop("plage-prise", CONFLICT);
    }

    /** From the home page to the cancelled appointment. */
    void wholeWay() {
        open("accueil", "/", OK);
        page.locator(".fr-card a").first().click();
        describe();
        choose();
        security();
        details();
        applicant.at("/validation");
        stop("validation", OK);
        applicant.sent();
        sent();
        confirm();
        manage();
    }

    private void describe() {
        applicant.at("/descriptif");
        stop("descriptif", OK);
        applicant.submit();
        stop("descriptif-erreurs", WRONG);
        applicant.fillAnswers().submit();
        applicant.at("/verdict");
        stop("verdict", OK);
        page.locator("main .fr-btn").first().click();
    }

    private void choose() {
        applicant.at("/plage");
        stop("plage", OK);
        // On a narrow screen there is nothing but the list, and no link to it.
        page.navigate(site.url() + page.locator("main .cr-week-nav > a").last().getAttribute("href"));
        stop("plage-liste", OK);
        applicant.slots().first().click();
    }

    private void security() {
        applicant.at("/securite");
        page.locator("form[data-challenge-url] button").waitFor();
        stop("securite", OK);
        page.locator("main .fr-btns-group a").first().click();
        applicant.at("/securite/code");
        stop("code", OK);
        applicant.submit();
        stop("code-erreurs", WRONG);
        page.locator("#courriel").fill(applicant.email);
        applicant.submit();
        page.locator("#code").waitFor();
        stop("code-envoye", OK);
        page.locator("#code").fill("12");
        applicant.submit();
        stop("code-faux", WRONG);
        applicant.go("/securite").prove();
    }

    private void details() {
        stop("coordonnees", OK);
        page.locator("#courriel").fill("");
        applicant.submit();
        stop("coordonnees-erreurs", WRONG);
        page.locator("#courriel").fill("marie@gmial.com");
        applicant.submit();
        page.locator("#courriel-choix").waitFor();
        stop("coordonnees-courriel", WRONG);
        applicant.fillDetails().submit();
    }

    private void sent() {
        stop("envoye", OK);
        page.locator("#courriel").fill("x");
        page.locator("main form button[type=submit]:visible").last().click();
        stop("envoye-erreurs", WRONG);
    }

    /** The first mail brought the code. */
    private void confirm() {
        String link = site.linkInMail(applicant.email, 2);
        open("confirmation", link, OK);
        page.locator("main form a").click();
        stop("renoncer", OK);
        open("confirmation-encore", link, OK);
        applicant.submit();
        page.locator("main .fr-alert--success").waitFor();
        stop("confirme", OK);
        applicant.go("/envoye");
        stop("termine", OK);
    }

    private void manage() {
        open("rendez-vous", site.linkInMail(applicant.email, 3), OK);
        page.locator("main a[href$=annuler]").click();
        stop("annuler", OK);
        applicant.submit();
        page.locator(".fr-alert--info").waitFor();
        stop("annule", OK);
        site.books().endUnconfirmed(applicant.email);
        open("demande-expiree", site.linkInMail(applicant.email, 2), OK);
        applicant.go("/envoye");
        stop("termine-sans-rendez-vous", OK);
    }

    /** Opens a page and looks at it. */
    void open(String name, String path, int expected) {
        page.navigate(site.url() + path);
        stop(name, expected);
    }

    private void stop(String name, int expected) {
        // A click only began to fetch the page: it is there when the one looked at before is gone.
        PlaywrightAssertions.assertThat(page.locator("html[data-walked]")).hasCount(0);
        page.locator("footer").waitFor();
        assertThat(status).as("status of " + name + ", " + page.url()).isEqualTo(expected);
        stop.at(name, page);
        page.evaluate("document.documentElement.setAttribute('data-walked', '')");
    }
}
