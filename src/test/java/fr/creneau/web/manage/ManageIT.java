package fr.creneau.web.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.MailCatcher;
import fr.creneau.web.wizard.Journey;
import fr.creneau.web.wizard.Visitor;
import fr.creneau.web.wizard.WizardSite;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the links in mails do, on the real Redis, PostgreSQL and SMTP: opened twice, late, forged, mixed up, after the end. */
class ManageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static WizardSite site;
    private final Visitor visitor = new Visitor(site);

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** Somebody with a request, and the links that came by mail. */
    private static final class Person {
        private final Journey journey = new Journey(site).submitted();
        private final String confirm = site.linkInMail(journey.email, 0);

        /** @return the link to manage the appointment */
        String confirmed() {
            new Visitor(site).post(confirm, Map.of());
            return site.linkInMail(journey.email, 1);
        }

        String state() {
            return site.value("select state from booking where email = $1", journey.email);
        }

        int mails() {
            return site.mails.receivedBy(journey.email).size();
        }
    }

    private void expect(int status, String heading) {
        assertThat(visitor.status).isEqualTo(status);
        assertThat(visitor.page.select("h1").text()).isEqualTo(heading);
    }

    private void expectNoSuchPage(String address) {
        visitor.get(address);
        expect(404, "Page introuvable");
        visitor.post(address, address.endsWith("/annuler") ? Map.of("certain", "oui") : Map.of());
        assertThat(visitor.status).as("POST " + address).isIn(404, 405);
    }

    private static void settled(int mails, Person person) {
        await().atMost(PATIENCE).until(() -> person.mails() >= mails);
        await().atMost(PATIENCE)
                .until(() -> site.value("select count(*) from outbox where state in ('WAITING', 'CLAIMED')")
                        .equals("0"));
        assertThat(person.mails()).isEqualTo(mails);
    }

    @Test
    void confirming_twice_books_once_and_sends_one_convocation() {
        Person person = new Person();
        for (int click = 1; click <= 2; click++) {
            visitor.post(person.confirm, Map.of());
            expect(200, "Votre rendez-vous est confirmé");
        }
        assertThat(person.state()).isEqualTo("BOOKED");
        settled(2, person);
        visitor.get(person.confirm);
        expect(200, "Votre rendez-vous est confirmé");
        assertThat(visitor.page.select("main form")).isEmpty();
    }

    @Test
    void looking_at_the_link_confirms_nothing() {
        Person person = new Person();
        visitor.get(person.confirm);
        expect(200, "Confirmez votre rendez-vous");
        visitor.get(person.confirm + "/annuler");
        expect(200, "Voulez-vous vraiment annuler ?");
        assertThat(person.state()).isEqualTo("PENDING");
    }

    @Test
    void after_the_deadline_nothing_is_confirmed_and_a_new_request_is_offered() {
        Person person = new Person();
        site.sql("update booking set confirm_by = now() - interval '1 second' where email = $1", person.journey.email);
        visitor.get(person.confirm);
        expect(200, "Le délai de confirmation est passé");
        visitor.post(person.confirm, Map.of());
        expect(200, "Le délai de confirmation est passé");
        assertThat(visitor.page.select("main a.fr-btn").attr("href")).isEqualTo(person.journey.root);
        await().atMost(PATIENCE).until(() -> person.state().equals("EXPIRED"));
        visitor.post(person.confirm, Map.of());
        expect(200, "Le délai de confirmation est passé");
        // Nothing is left to give back.
        visitor.post(person.confirm + "/annuler", Map.of("certain", "oui"));
        expect(200, "Le délai de confirmation est passé");
        settled(1, person);
    }

    @Test
    void the_papers_can_be_downloaded_again_and_are_those_of_this_appointment() {
        Person person = new Person();
        String manage = person.confirmed();
        String reference = site.value("select reference from booking where email = $1", person.journey.email);
        visitor.get(manage);
        expect(200, "Votre rendez-vous");
        assertThat(visitor.page.text()).contains(reference);
        for (String paper : visitor.page.select("a.fr-download__link").eachAttr("href")) {
            assertThat(paper).startsWith(manage + "/");
            visitor.get(paper);
            assertThat(visitor.status).isEqualTo(200);
            assertThat(visitor.header("Content-Disposition")).startsWith("attachment");
            assertThat(visitor.header("Cache-Control")).contains("no-store");
        }
        visitor.get(manage + "/convocation.pdf");
        assertThat(visitor.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(visitor.body).startsWith("%PDF");
        visitor.get(manage + "/rendez-vous.ics");
        assertThat(visitor.header("Content-Type")).startsWith("text/calendar");
        assertThat(visitor.body).contains("BEGIN:VEVENT", reference, "America/Cayenne");
    }

    @Test
    void cancelling_is_asked_twice_done_once_and_told_by_mail() {
        Person person = new Person();
        String manage = person.confirmed();
        settled(2, person);
        visitor.get(manage);
        visitor.get(visitor.page.select("a[href$=/annuler]").attr("href"));
        expect(200, "Voulez-vous vraiment annuler ?");
        visitor.post(manage + "/annuler", Map.of());
        expect(200, "Voulez-vous vraiment annuler ?");
        assertThat(person.state()).as("not sure yet").isEqualTo("BOOKED");
        visitor.submit(manage + "/annuler", Map.of("certain", "oui"));
        expect(200, "Rendez-vous annulé");
        assertThat(visitor.path).isEqualTo(manage);
        // Asked again, there is nothing left to ask; the same form once more finds it done.
        visitor.get(manage + "/annuler");
        expect(200, "Rendez-vous annulé");
        visitor.post(manage + "/annuler", Map.of("certain", "oui"));
        expect(200, "Rendez-vous annulé");
        assertThat(person.state()).isEqualTo("CANCELLED");
        settled(3, person);
    }

    @Test
    void an_appointment_given_back_has_no_papers_and_cannot_be_confirmed_again() {
        Person person = new Person();
        String manage = person.confirmed();
        visitor.post(manage + "/annuler", Map.of("certain", "oui"));
        for (String link : List.of(manage, person.confirm)) {
            visitor.get(link);
            expect(200, "Rendez-vous annulé");
            assertThat(visitor.page.select("main form, a.fr-download__link")).isEmpty();
        }
        visitor.post(person.confirm, Map.of());
        expect(200, "Rendez-vous annulé");
        assertThat(person.state()).isEqualTo("CANCELLED");
        for (String paper : List.of("/convocation.pdf", "/rendez-vous.ics")) {
            visitor.get(manage + paper);
            expect(404, "Page introuvable");
        }
    }

    @Test
    void the_seat_given_back_rests_before_it_is_on_sale_again() {
        Person person = new Person();
        String manage = person.confirmed();
        int free = site.freeSeats(site.desk);
        visitor.post(manage + "/annuler", Map.of("certain", "oui"));
        assertThat(site.value(
                        "select count(*) from seat s join booking b on s.slot_id = b.slot_id and s.seat_no = b.seat_no"
                                + " where b.email = $1 and s.booking_id is null and s.available_from > now()",
                        person.journey.email))
                .isEqualTo("1");
        assertThat(site.freeSeats(site.desk)).isEqualTo(free);
    }

    @Test
    void a_request_can_be_given_back_before_it_is_confirmed() {
        Person person = new Person();
        visitor.get(person.confirm + "/annuler").submit(person.confirm + "/annuler", Map.of("certain", "oui"));
        expect(200, "Rendez-vous annulé");
        assertThat(person.state()).isEqualTo("CANCELLED");
        settled(2, person);
    }

    @Test
    void a_link_opens_its_own_request_on_its_own_page_and_nothing_else() {
        Person one = new Person();
        Person other = new Person();
        String manage = one.confirmed();
        String confirmToken = other.confirm.substring("/confirmation/".length());
        String manageToken = manage.substring("/rendez-vous/".length());
        for (String step : List.of("", "/annuler", "/convocation.pdf", "/rendez-vous.ics")) {
            expectNoSuchPage("/rendez-vous/" + confirmToken + step);
        }
        expectNoSuchPage("/confirmation/" + manageToken);
        // One's link never shows or touches the other's request.
        visitor.get(manage);
        assertThat(visitor.body).doesNotContain(other.journey.agdref, other.journey.email);
        visitor.post(manage + "/annuler", Map.of("certain", "oui"));
        assertThat(one.state()).isEqualTo("CANCELLED");
        assertThat(other.state()).isEqualTo("PENDING");
    }

    @Test
    void a_forged_link_opens_nothing() {
        Person person = new Person();
        String manage = person.confirmed();
        String token = manage.substring("/rendez-vous/".length());
        for (String forged : List.of(
                token.substring(1),
                token + "A",
                token.toLowerCase(java.util.Locale.ROOT),
                "A".repeat(token.length()),
                "%00",
                "%ff",
                "'%20or%20'1'='1",
                "x".repeat(3_000))) {
            for (String step : List.of("", "/annuler", "/convocation.pdf", "/rendez-vous.ics")) {
                visitor.get("/rendez-vous/" + forged + step);
                assertThat(visitor.status).as(forged + step).isIn(400, 404);
                assertThat(visitor.body).doesNotContain("Exception", person.journey.email);
            }
            visitor.get("/confirmation/" + forged);
            assertThat(visitor.status).as(forged).isIn(400, 404);
        }
        assertThat(person.state()).isEqualTo("BOOKED");
    }

    @Test
    void the_link_sent_to_a_mistyped_address_dies_with_the_correction() {
        Person person = new Person();
        String envoye = person.journey.root + "/envoye";
        String mended = "mended-" + person.journey.email;
        person.journey.visitor.submit(envoye, Map.of("action", "corriger", "courriel", mended));
        assertThat(person.journey.visitor.status).isEqualTo(200);
        expectNoSuchPage(person.confirm);
        String fresh = site.linkInMail(mended, 0);
        assertThat(fresh).isNotEqualTo(person.confirm);
        visitor.post(fresh, Map.of());
        expect(200, "Votre rendez-vous est confirmé");
    }

    @Test
    void no_address_bears_anything_of_a_person() throws Exception {
        Person person = new Person();
        String manage = person.confirmed();
        visitor.post(manage + "/annuler", Map.of("certain", "oui"));
        settled(3, person);
        String reference = site.value("select reference from booking where email = $1", person.journey.email);
        List<String> personal = List.of(
                person.journey.email,
                person.journey.email.replace("@", "%40"),
                person.journey.agdref,
                reference,
                "lizaire",
                "lo%C3%AFse",
                "Éloïse");
        for (MimeMessage mail : site.mails.receivedBy(person.journey.email)) {
            String html = MailCatcher.text(mail, "text/html");
            Stream<String> links = org.jsoup.Jsoup.parse(html).select("a[href]").eachAttr("href").stream()
                    .filter(link -> link.startsWith("http://localhost"));
            assertThat(links).isNotEmpty().allSatisfy(link -> assertThat(link).doesNotContain(personal));
        }
        for (String page : List.of(person.confirm, manage, person.journey.root + "/envoye")) {
            person.journey.visitor.get(page);
            assertThat(person.journey.visitor.path).doesNotContain(personal);
            assertThat(person.journey.visitor.page.select("a[href], form[action]").stream()
                            .map(one -> one.hasAttr("href") ? one.attr("href") : one.attr("action")))
                    .allSatisfy(link -> assertThat(link).doesNotContain(personal));
        }
        // Tokens are no personal data, but they must not be derived from any: 128 bits at least, never the same.
        assertThat(manage.substring("/rendez-vous/".length())).hasSizeGreaterThanOrEqualTo(22);
    }
}
