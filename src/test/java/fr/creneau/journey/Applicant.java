package fr.creneau.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/** A person at a browser's page, with a permit to renew: the steps, each ending on the page it leads to. */
final class Applicant {
    private static final AtomicInteger applicants = new AtomicInteger();
    private static final int PATIENCE_MILLIS = 30_000;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    final Page page;
    final String email;
    final String agdref;
    /** Of the permit, twenty days from now: every day on sale is in the window. */
    final LocalDate expiry = today().plusDays(20);

    private final WholeSite site;
    private final String desk;
    private final int number;
    private final String root;

    Applicant(WholeSite site, Page page) {
        this(site, page, "cayenne");
    }

    Applicant(WholeSite site, Page page, String desk) {
        this(site, page, desk, applicants.incrementAndGet());
    }

    private Applicant(WholeSite site, Page page, String desk, int number) {
        this.site = site;
        this.page = page;
        this.desk = desk;
        this.number = number;
        this.root = site.url() + "/rdv/" + desk;
        this.email = "applicant" + number + "@example.org";
        this.agdref = String.format("F97310%04d", number);
        page.setDefaultTimeout(PATIENCE_MILLIS);
    }

    /** The same person, at another page or served by another instance. */
    Applicant at(WholeSite other, Page tab) {
        return new Applicant(other, tab, desk, number);
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Cayenne"));
    }

    boolean isAt(String step) {
        return is(page.url(), step);
    }

    private boolean is(String address, String step) {
        return address.equals(root + step) || address.startsWith(root + step + "?");
    }

    /** Asserts that the page is that step, whatever follows its address. */
    Applicant at(String step) {
        page.waitForURL(address -> is(address, step));
        assertThat(page.locator("footer")).isVisible();
        return this;
    }

    Applicant go(String step) {
        page.navigate(root + step);
        return this;
    }

    /** Presses the first button of the page's content. */
    void submit() {
        page.locator("main form button[type=submit]:visible").first().click();
    }

    Applicant fillAnswers() {
        return fillAnswers("renouvellement", expiry);
    }

    Applicant fillAnswers(String procedure, LocalDate expiry) {
        page.locator("#demarche-" + procedure).check();
        page.locator("#jour").fill(String.valueOf(expiry.getDayOfMonth()));
        page.locator("#mois").fill(String.valueOf(expiry.getMonthValue()));
        page.locator("#annee").fill(String.valueOf(expiry.getYear()));
        page.locator("#commune").selectOption("97302");
        page.locator("#conditions").check();
        return this;
    }

    Applicant answered() {
        go("/descriptif").fillAnswers().submit();
        return at("/verdict");
    }

    Applicant atCalendar() {
        answered();
        page.locator("main .fr-btn").first().click();
        return at("/plage");
    }

    /** The free slots that can be seen, in the order of the page. */
    Locator slots() {
        return page.locator("button[name=plage]:visible");
    }

    Locator slot(String id) {
        return page.locator("button[name=plage][value='" + id + "']:visible").first();
    }

    Applicant held() {
        atCalendar();
        slots().first().click();
        return at("/securite");
    }

    /** The challenge is solved, and the way on open. */
    void solved() {
        assertThat(page.locator("[data-challenge-status]")).hasText("Contrôle terminé : vous pouvez continuer.");
    }

    /** The browser solves the challenge by itself. */
    Applicant prove() {
        page.locator("form[data-challenge-url] button").click();
        return at("/coordonnees");
    }

    /** Without JavaScript: with the code that the first mail brings. */
    Applicant proveByCode() {
        page.locator("main a[href$=code]").click();
        at("/securite/code");
        page.locator("#courriel").fill(email);
        submit();
        page.locator("#code").fill(site.codeInMail(email, 1));
        submit();
        return at("/coordonnees");
    }

    Applicant proven() {
        return held().prove();
    }

    Applicant fillDetails() {
        page.locator("#nom").fill("Saint-Hilaire");
        page.locator("#prenom").fill("Marie-Noëlle");
        page.locator("#courriel").fill(email);
        page.locator("#agdref").fill(agdref);
        return this;
    }

    /** Everything typed is still in its field. */
    void assertDetailsKept() {
        assertThat(page.locator("#nom")).hasValue("Saint-Hilaire");
        assertThat(page.locator("#prenom")).hasValue("Marie-Noëlle");
        assertThat(page.locator("#courriel")).hasValue(email);
        assertThat(page.locator("#agdref")).hasValue(agdref);
    }

    Applicant reviewed() {
        proven().fillDetails().submit();
        return at("/validation");
    }

    Applicant sent() {
        submit();
        return at("/envoye");
    }

    /** Opens the link of the mail of that number. */
    Applicant follow(int mail) {
        page.navigate(site.url() + site.linkInMail(email, mail));
        return this;
    }

    /** From the link in the first mail. */
    Applicant confirmed() {
        follow(1).submit();
        heading("Votre rendez-vous est confirmé");
        return this;
    }

    void heading(String text) {
        assertThat(page.locator("h1")).hasText(text);
    }
}
