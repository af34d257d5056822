package fr.creneau.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Worker;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.MailParts;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The applicant's journey in a browser, on real backends, to the last line in the books. No complaint of the browser is let pass. */
@BrowserTest
class JourneyIT {
    private static WholeSite site;

    @BeforeAll
    static void start() {
        site = WholeSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void from_the_home_page_to_the_convocation_in_the_mailbox_and_the_cancellation() {
        in(true, page -> {
            List<String> workers = new ArrayList<>();
            page.onWorker((Worker worker) -> workers.add(worker.url()));
            Applicant applicant = new Applicant(site, page);
            page.navigate(site.url());
            page.locator(".fr-card a").first().click();
            applicant.at("/descriptif").fillAnswers().submit();
            applicant.at("/verdict");
            page.locator("main .fr-btn").first().click();
            applicant.at("/plage").slots().first().click();
            applicant.at("/securite").prove();
            assertThat(workers).singleElement().asString().contains("challenge-worker");
            applicant.fillDetails().submit();
            applicant.at("/validation").sent();
            assertThat(page.locator("main")).containsText(applicant.email);
            assertBooks(applicant, "PENDING", true);

            applicant.confirmed();
            assertBooks(applicant, "BOOKED", true);
            assertCarries(site.mail(applicant.email, 2), "METHOD:PUBLISH", "%PDF-");

            applicant.follow(2).heading("Votre rendez-vous");
            assertThat(download(page, "a[href$='.pdf']")).startsWith("%PDF-");
            assertThat(download(page, "a[href$='.ics']")).contains("BEGIN:VEVENT", "America/Cayenne");

            page.locator("main a[href$=annuler]").click();
            applicant.heading("Voulez-vous vraiment annuler ?");
            assertBooks(applicant, "BOOKED", true);
            applicant.submit();
            applicant.heading("Rendez-vous annulé");
            assertBooks(applicant, "CANCELLED", false);
            assertCarries(site.mail(applicant.email, 3), "METHOD:CANCEL");
        });
    }

    @Test
    void without_javascript_a_code_from_the_mailbox_opens_the_way_and_its_address_is_carried_over() {
        in(false, page -> {
            Applicant applicant = new Applicant(site, page).held();
            assertThat(page.locator("form[data-challenge-url]")).isHidden();
            applicant.proveByCode();
            assertThat(page.locator("#courriel")).hasValue(applicant.email);
            applicant.fillDetails().submit();
            applicant.at("/validation").sent();
            assertBooks(applicant, "PENDING", true);
            page.navigate(site.url() + site.linkInMail(applicant.email, 2));
            applicant.submit();
            applicant.heading("Votre rendez-vous est confirmé");
            assertBooks(applicant, "BOOKED", true);
            page.navigate(site.url() + site.linkInMail(applicant.email, 3));
            assertThat(download(page, "a[href$='.pdf']")).startsWith("%PDF-");
            page.locator("main a[href$=annuler]").click();
            applicant.submit();
            applicant.heading("Rendez-vous annulé");
            assertBooks(applicant, "CANCELLED", false);
        });
    }

    /** Browsers show it as they have it, without asking; but for the very address that the choice was sent to. */
    @Test
    void going_back_to_the_calendar_shows_what_is_held_by_now() {
        in(true, page -> {
            Applicant applicant = new Applicant(site, page).atCalendar();
            page.navigate(page.url() + "?vue=liste");
            applicant.slots().first().click();
            applicant.at("/securite");
            page.goBack();
            assertThat(page.locator(".cr-hold")).hasCount(1);
            assertThat(page).hasURL(Pattern.compile("vue=liste$"));
        });
    }

    @Test
    void two_tabs_hold_one_seat_and_the_older_one_is_told_with_everything_typed_kept() {
        in(true, page -> {
            int free = site.freeSeats("cayenne");
            Applicant older = new Applicant(site, page).reviewed();
            Page second = page.context().newPage();
            Applicant newer = older.at(site, second).go("/plage");
            Locator other = newer.slots().nth(3);
            String chosen = other.getAttribute("value");
            other.click();
            newer.at("/coordonnees");
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);

            older.submit();
            older.at("/validation");
            assertThat(page.locator(".fr-alert--warning")).containsText("Vous avez changé de plage");
            assertThat(page.locator("main")).containsText(older.email);
            older.go("/coordonnees").assertDetailsKept();
            older.go("/validation").sent();
            assertThat(site.books().of(older.email))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.slot()).isEqualTo(chosen));
            // And the newer one, from where it was left, is led to the request that stands.
            newer.fillDetails().submit();
            newer.at("/envoye");
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
        });
    }

    @Test
    void two_tabs_at_the_security_check_hold_one_seat_and_both_get_on() {
        in(true, page -> {
            int free = site.freeSeats("cayenne");
            Applicant older = new Applicant(site, page).atCalendar();
            Applicant newer = older.at(site, page.context().newPage()).go("/plage");
            older.slots().first().click();
            older.at("/securite");
            older.solved();
            newer.slots().nth(3).click();
            newer.at("/securite");
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
            // What it solved is worth one request, whichever seat that is for; the page names the one that is held now.
            older.prove();
            newer.prove();
            assertThat(page.locator("dl.cr-summary dd").first())
                    .hasText(newer.page.locator("dl.cr-summary dd").first().innerText());
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
        });
    }

    @Test
    void back_and_refresh_lose_nothing_and_take_no_second_seat() {
        in(true, page -> {
            int free = site.freeSeats("cayenne");
            Applicant applicant = new Applicant(site, page).reviewed();
            assertThat(page.locator("main")).containsText(applicant.email);
            for (String step : List.of("/coordonnees", "/plage", "/verdict", "/descriptif")) {
                backTo(applicant, step);
                page.reload();
                applicant.at(step);
                assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
            }
            assertThat(page.locator("#demarche-renouvellement")).isChecked();
            assertThat(page.locator("#commune")).hasValue("97302");
            applicant.go("/coordonnees").assertDetailsKept();
            applicant.submit();
            applicant.at("/validation");
            page.reload();
            applicant.at("/validation").sent();
            page.reload();
            applicant.at("/envoye");
            // Back to the form, and it is sent again: the request that was sent stands.
            page.goBack();
            applicant.at("/envoye");
            applicant.go("/plage").at("/envoye");
            assertThat(site.books().of(applicant.email)).hasSize(1);
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
        });
    }

    @Test
    void at_each_step_refresh_and_back_and_forth_stay_there_and_take_no_second_seat() {
        in(true, page -> {
            int free = site.freeSeats("cayenne");
            Applicant applicant = new Applicant(site, page);
            page.navigate(site.url());
            page.locator(".fr-card a").first().click();
            stays(applicant, "/descriptif", free).fillAnswers().submit();
            stays(applicant, "/verdict", free);
            page.locator("main .fr-btn").first().click();
            stays(applicant, "/plage", free).slots().first().click();
            stays(applicant, "/securite", free - 1);
            page.locator("main a[href$=code]").click();
            stays(applicant, "/securite/code", free - 1).go("/securite").prove();
            stays(applicant, "/coordonnees", free - 1).fillDetails().submit();
            stays(applicant, "/validation", free - 1).sent();
            stays(applicant, "/envoye", free - 1);
            String confirmation = site.linkInMail(applicant.email, 1);
            staysAt(applicant.follow(1), confirmation, "Confirmez votre rendez-vous");
            applicant.submit();
            staysAt(applicant, confirmation, "Votre rendez-vous est confirmé");
            String management = site.linkInMail(applicant.email, 2);
            staysAt(applicant.follow(2), management, "Votre rendez-vous");
            page.locator("main a[href$=annuler]").click();
            staysAt(applicant, management + "/annuler", "Voulez-vous vraiment annuler ?");
            assertBooks(applicant, "BOOKED", true);
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
        });
    }

    private static Applicant stays(Applicant applicant, String step, int free) {
        applicant.at(step).page.reload();
        applicant.at(step).page.goBack();
        applicant.page.goForward();
        applicant.at(step);
        assertThat(site.freeSeats("cayenne")).as("free seats after " + step).isEqualTo(free);
        return applicant;
    }

    private static void staysAt(Applicant applicant, String path, String heading) {
        applicant.heading(heading);
        applicant.page.reload();
        applicant.heading(heading);
        applicant.page.goBack();
        applicant.page.goForward();
        applicant.heading(heading);
        assertThat(applicant.page.url()).isEqualTo(site.url() + path);
    }

    /** Steps of the past that have been passed lead forward again: one goes over them. */
    private static void backTo(Applicant applicant, String step) {
        for (int i = 0; i < 4 && !applicant.isAt(step); i++) {
            applicant.page.goBack();
        }
        applicant.at(step);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_double_click_on_submit_makes_one_request_and_one_mail(boolean javaScript) {
        in(javaScript, page -> {
            int free = site.freeSeats("cayenne");
            Applicant applicant = new Applicant(site, page).held();
            int before = javaScript ? 0 : 1;
            if (javaScript) {
                applicant.prove();
            } else {
                applicant.proveByCode();
            }
            applicant.fillDetails().submit();
            applicant.at("/validation");
            page.locator("main form button").dblclick();
            applicant.at("/envoye");
            applicant.follow(before + 1).submit();
            applicant.heading("Votre rendez-vous est confirmé");
            // One request's mails leave in their order: a second first one would be there by now.
            assertThat(MailCatcher.text(site.mail(applicant.email, before + 2), "text/plain"))
                    .contains("/rendez-vous/");
            assertThat(site.mailsTo(applicant.email)).isEqualTo(before + 2);
            assertThat(site.books().of(applicant.email)).hasSize(1);
            assertThat(site.freeSeats("cayenne")).isEqualTo(free - 1);
        });
    }

    /** Redis is told that the time is over, and the browser that it has passed: nobody waits for it. */
    @Test
    void an_expired_hold_is_said_clearly_and_a_new_choice_completes_with_everything_typed() {
        in(true, page -> {
            page.context().clock().install();
            int free = site.freeSeats("cayenne");
            Applicant applicant = new Applicant(site, page).proven().go("/plage");
            Locator other = applicant.slots().nth(2);
            String chosen = other.getAttribute("value");
            other.click();
            applicant.at("/coordonnees").fillDetails();
            assertThat(page.locator(".cr-hold [role=status]")).isEmpty();
            site.expireLastHold("cayenne", chosen);
            page.context().clock().fastForward("15:00");
            assertThat(page.locator(".cr-hold [role=status]")).hasText("Le délai est écoulé.");
            Awaitility.await().atMost(WholeSite.PATIENCE).until(() -> site.freeSeats("cayenne") == free);
            applicant.submit();
            applicant.at("/plage");
            assertThat(page.locator(".fr-alert--warning")).containsText("Votre plage n’est plus réservée");
            applicant.slots().first().click();
            applicant.at("/securite").prove().assertDetailsKept();
            applicant.submit();
            applicant.at("/validation").sent();
            assertBooks(applicant, "PENDING", true);
        });
    }

    @Test
    void the_language_can_be_changed_on_the_way_and_nothing_is_lost() {
        in(true, page -> {
            Applicant applicant = new Applicant(site, page).atCalendar();
            english(page);
            applicant.at("/plage").heading("Choose a time slot");
            applicant.slots().first().click();
            applicant.at("/securite").prove().fillDetails();
            page.locator("#agdref").fill("O123");
            applicant.submit();
            assertThat(page.locator("#errors")).isVisible();
            page.locator(".cr-lang a[lang=fr]").click();
            applicant.at("/coordonnees").heading("Vos coordonnées personnelles");
            assertThat(page.locator("#agdref")).hasValue("O123");
            assertThat(page.locator("#nom")).hasValue("Saint-Hilaire");
            page.locator("#agdref").fill(applicant.agdref);
            applicant.submit();
            applicant.at("/validation");
            english(page);
            applicant.at("/validation").sent();
            assertThat(site.books().of(applicant.email))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.language()).isEqualToIgnoringCase("en"));
            assertThat(MailCatcher.text(site.mail(applicant.email, 1), "text/plain"))
                    .contains("appointment");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_is_typed_and_not_sent_is_kept_when_the_language_is_changed(boolean javaScript) {
        in(javaScript, page -> {
            Applicant applicant = new Applicant(site, page).go("/descriptif").fillAnswers();
            readInEnglish(page, javaScript);
            assertThat(page.locator("#demarche-renouvellement")).isChecked();
            assertThat(page.locator("#annee")).hasValue(String.valueOf(applicant.expiry.getYear()));
            assertThat(page.locator("#commune")).hasValue("97302");
            assertThat(page.locator("#conditions")).isChecked();
            assertThat(page.locator("#errors")).hasCount(0);
            page.locator(".cr-lang a[lang=fr]").click();
            applicant.held().go("/securite/code");
            page.locator("#courriel").fill("not.sent@example.org");
            readInEnglish(page, javaScript);
            applicant.at("/securite/code").heading("Security check by e-mail");
            assertThat(page.locator("#courriel")).hasValue("not.sent@example.org");
            page.locator(".cr-lang a[lang=fr]").click();
            if (javaScript) {
                keepsWhicheverFormWasTypedIn(applicant);
            }
            applicant.go("/securite");
            if (javaScript) {
                applicant.prove();
            } else {
                applicant.proveByCode();
            }
            applicant.fillDetails();
            readInEnglish(page, javaScript);
            applicant.at("/coordonnees").heading("Your personal details");
            applicant.assertDetailsKept();
            // Enter sends the form as ever.
            page.locator("#nom").press("Enter");
            applicant.at("/validation");
            assertThat(page.locator("html")).hasAttribute("lang", "en");
            applicant.sent();
            page.locator(".cr-lang a[lang=fr]").click();
            page.locator("#courriel").fill("corrected@example.org");
            readInEnglish(page, javaScript);
            assertThat(page.locator("#courriel")).hasValue("corrected@example.org");
            assertThat(page.locator("main")).containsText(applicant.email);
        });
    }

    /** Once a code was sent there are two: for the code, and for another one. */
    private static void keepsWhicheverFormWasTypedIn(Applicant applicant) {
        Page page = applicant.page;
        applicant.submit();
        page.locator("#code").waitFor();
        page.locator("#courriel").fill("other@example.org");
        english(page);
        assertThat(page.locator("#courriel")).hasValue("other@example.org");
        page.locator("#code").fill("12");
        page.locator(".cr-lang a[lang=fr]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "fr");
        assertThat(page.locator("#code")).hasValue("12");
        assertThat(page.locator("#courriel")).hasValue("other@example.org");
    }

    private static void readInEnglish(Page page, boolean javaScript) {
        if (javaScript) {
            english(page);
        } else {
            page.locator("main form button[name=lang]").click();
            assertThat(page.locator("html")).hasAttribute("lang", "en");
        }
    }

    private static void english(Page page) {
        page.locator(".cr-lang a[lang=en]").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    private static void in(boolean javaScript, Consumer<Page> journey) {
        try (BrowserContext context = Browser.context(Browser.options().setJavaScriptEnabled(javaScript))) {
            Faults faults = Faults.of(context);
            try {
                journey.accept(context.newPage());
            } catch (AssertionError | PlaywrightException stuck) {
                stuck.addSuppressed(new AssertionError(faults.whereabouts(context)));
                throw stuck;
            }
            faults.assertNone();
        }
    }

    /** One request, in that state; its seat's row names it, or is free again later. */
    private static void assertBooks(Applicant applicant, String state, boolean seated) {
        assertThat(site.books().of(applicant.email)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(state);
            assertThat(entry.seated()).isEqualTo(seated);
            assertThat(entry.cooling()).isEqualTo(!seated);
        });
    }

    private static void assertCarries(MimeMessage mail, String... signs) {
        try {
            List<String> attached = new ArrayList<>();
            for (Part part : MailParts.leaves(mail)) {
                if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.isMimeType("text/calendar")) {
                    attached.add(read(part.getInputStream()));
                }
            }
            for (String sign : signs) {
                assertThat(attached).anyMatch(content -> content.contains(sign));
            }
        } catch (jakarta.mail.MessagingException | IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String download(Page page, String link) {
        Download download = page.waitForDownload(() -> page.locator(link).click());
        try (InputStream content = download.createReadStream()) {
            return read(content);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String read(InputStream content) throws IOException {
        return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
