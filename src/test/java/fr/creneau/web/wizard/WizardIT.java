package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import fr.creneau.domain.Language;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.text.Dates;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The journey over HTTP on the real Redis, PostgreSQL and SMTP. */
class WizardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("http://localhost(/confirmation/[A-Za-z0-9_-]+)");
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void the_whole_journey_from_description_to_the_convocation_in_the_mailbox() {
        Journey journey = new Journey(site).submitted();
        Visitor visitor = journey.visitor;
        assertThat(journey.heading()).isEqualTo("Un courriel vous a été envoyé");
        assertThat(visitor.page.text()).contains(journey.email);
        assertThat(visitor.page.select("time[datetime]")).isNotEmpty();

        MimeMessage first = mail(journey.email, 0);
        Matcher link = LINK.matcher(MailCatcher.text(first, "text/plain"));
        assertThat(link.find()).isTrue();
        visitor.get(link.group(1));
        assertThat(visitor.status).isEqualTo(200);
        visitor.submit(link.group(1), Map.of());
        assertThat(visitor.page.text()).contains("confirmé");
        assertThat(mail(journey.email, 1)).isNotNull();

        visitor.get(journey.root + "/envoye");
        assertThat(journey.heading()).isEqualTo("Votre rendez-vous est confirmé");
    }

    @Test
    void without_javascript_a_code_by_mail_passes_the_check_and_its_address_is_carried_over() {
        Journey journey = new Journey(site).held();
        Visitor visitor = journey.visitor;
        String code = journey.root + "/securite/code";
        visitor.get(code).submit(code, Map.of("action", "envoyer", "courriel", "pas une adresse"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("input[name=courriel]").attr("value")).isEqualTo("pas une adresse");
        visitor.submit(code, Map.of("action", "envoyer", "courriel", journey.email));
        Matcher digits = CODE.matcher(MailCatcher.text(mail(journey.email, 0), "text/plain"));
        assertThat(digits.find()).isTrue();
        String right = digits.group(1);
        visitor.submit(code, Map.of("action", "verifier", "code", right.equals("000000") ? "000001" : "000000"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#errors a").attr("href")).isEqualTo("#code");
        // A change of language forgets neither the code on its way nor the field to type it into.
        visitor.get(visitor.page.select("a[hreflang=en]").attr("href"));
        assertThat(visitor.page.select("#code")).hasSize(1);
        visitor.get(visitor.page.select("a[hreflang=fr]").attr("href"));
        visitor.submit(code, Map.of("action", "verifier", "code", right));
        assertThat(visitor.path).isEqualTo(journey.root + "/coordonnees");
        assertThat(visitor.page.select("#courriel").attr("value")).isEqualTo(journey.email);
    }

    @Test
    void errors_are_summed_up_with_links_to_the_fields_and_everything_typed_is_kept() {
        Journey journey = new Journey(site).proven();
        Visitor visitor = journey.visitor;
        String page = journey.root + "/coordonnees";
        visitor.submit(
                page,
                Map.of("nom", "1234", "prenom", "<b>É", "courriel", "x@", "agdref", "F97312345O", "telephone", "12"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#errors a").eachAttr("href"))
                .containsExactly("#nom", "#prenom", "#courriel", "#agdref", "#telephone");
        assertTyped(visitor);
        // And once more after a detour.
        visitor.get(journey.root + "/plage").get(page);
        assertTyped(visitor);
    }

    private static void assertTyped(Visitor visitor) {
        assertThat(visitor.page.select("#nom").attr("value")).isEqualTo("1234");
        assertThat(visitor.page.select("#prenom").attr("value")).isEqualTo("<b>É");
        assertThat(visitor.page.select("#agdref").attr("value")).isEqualTo("F97312345O");
        assertThat(visitor.page.select("#telephone").attr("value")).isEqualTo("12");
    }

    @Test
    void a_page_with_a_deadline_has_at_hand_what_to_say_when_it_is_over() {
        Journey journey = new Journey(site).held();
        assertThat(journey.visitor
                        .page
                        .select(".cr-expired[hidden] a[href=" + journey.root + "/plage]")
                        .text())
                .isEqualTo("Choisir de nouveau une plage");
    }

    @Test
    void the_calendar_promises_an_unproven_seat_no_longer_than_it_is_kept() {
        Journey journey = new Journey(site).held();
        Instant until =
                Instant.parse(journey.visitor.page.select("time[datetime]").attr("datetime"));
        journey.visitor.get(journey.root + "/plage");
        assertThat(journey.visitor.page.select(".cr-hold").text())
                .contains(Dates.in(Language.FR)
                        .time(until.atZone(ZoneId.of("America/Cayenne")))
                        .replace('\u00a0', ' '));
    }

    @Test
    void a_mistyped_well_known_domain_is_asked_about_and_either_answer_is_taken() {
        Journey journey = new Journey(site).proven();
        Visitor visitor = journey.visitor;
        String page = journey.root + "/coordonnees";
        Map<String, String> typed = journey.details();
        typed.put("courriel", "eloise@gmial.com");
        visitor.submit(page, typed);
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#courriel-choix").text()).contains("eloise@gmail.com");
        visitor.submit(page, Map.of());
        assertThat(visitor.page.select("fieldset#courriel-choix").attr("aria-describedby"))
                .isEqualTo("courriel-choix-error");
        assertThat(visitor.page.select("#courriel-choix-error")).hasSize(1);
        visitor.submit(page, Map.of("courriel-choix", "garder"));
        assertThat(visitor.path).endsWith("/validation");
        assertThat(visitor.page.text()).contains("eloise@gmial.com");
        visitor.get(page).submit(page, Map.of("courriel", "eloise@gmial.com", "courriel-choix", "corriger"));
        assertThat(visitor.path).endsWith("/validation");
        assertThat(visitor.page.text()).contains("eloise@gmail.com").doesNotContain("gmial");
    }

    @Test
    void what_was_said_of_one_address_says_nothing_of_the_next() {
        Journey journey = new Journey(site).proven();
        Visitor visitor = journey.visitor;
        String page = journey.root + "/coordonnees";
        Map<String, String> typed = journey.details();
        typed.put("courriel", "eloise@gmial.com");
        visitor.submit(page, typed).submit(page, Map.of("courriel-choix", "garder"));
        visitor.get(page).submit(page, Map.of("courriel", "eloise@hotmial.com"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#courriel-choix").text()).contains("eloise@hotmail.com");
    }

    @Test
    void the_review_shows_the_typed_and_the_kept_number_and_every_answer_can_be_corrected_without_losing_the_hold() {
        Journey journey = new Journey(site).proven();
        Visitor visitor = journey.visitor;
        Map<String, String> typed = journey.details();
        typed.put("agdref", "F973123456");
        visitor.submit(journey.root + "/coordonnees", typed);
        assertThat(visitor.page.text()).contains("9731023456", "F973123456");
        String slot = visitor.page.select("input[name=plage]").attr("value");

        visitor.get(journey.root + "/descriptif")
                .submit(journey.root + "/descriptif", Map.of("demarche", "modification", "conditions", "oui"));
        assertThat(visitor.path).isEqualTo(journey.root + "/validation");
        assertThat(visitor.page.text()).contains("Modification de mon titre");
        assertThat(visitor.page.select("input[name=plage]").attr("value")).isEqualTo(slot);
    }

    @Test
    void changing_ones_mind_swaps_the_seat_and_keeps_everything_else() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        String before = visitor.page.select("input[name=plage]").attr("value");
        int free = site.freeSeats(site.desk);
        visitor.get(journey.root + "/plage");
        // The last one: of the first ones other tests may have taken what the calendar still shows as free.
        String other = visitor.page.select("button[name=plage]:not([aria-current])").eachAttr("value").stream()
                .filter(id -> !id.equals(before))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        visitor.submit(journey.root + "/plage", Map.of("plage", other)).get(journey.root + "/validation");
        assertThat(visitor.page.select("input[name=plage]").attr("value")).isEqualTo(other);
        assertThat(visitor.page.text()).contains(journey.email);
        assertThat(site.freeSeats(site.desk)).isEqualTo(free);
    }

    @Test
    void double_clicks_and_replayed_forms_take_one_seat_and_make_one_request() {
        int free = site.freeSeats(site.desk);
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage");
        Map<String, String> choice = visitor.filled(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        atOnce(4, visitor, journey.root + "/plage", choice);
        assertThat(site.freeSeats(site.desk)).isEqualTo(free - 1);

        visitor.post(journey.root + "/plage", choice);
        String token = visitor.page.select("input[name=csrf]").attr("value");
        visitor.post(
                journey.root + "/securite",
                Map.of(
                        "csrf",
                        token,
                        "altcha",
                        Solver.solve(visitor.copy().get(journey.root + "/securite/defi").body)));
        visitor.submit(journey.root + "/coordonnees", journey.details());
        Map<String, String> submission = visitor.filled(journey.root + "/validation", Map.of());
        atOnce(3, visitor, journey.root + "/validation", submission);
        visitor.post(journey.root + "/validation", submission);
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
        visitor.post(journey.root + "/validation", submission);
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
        // Back to the calendar and once more: the request sent stands.
        visitor.post(journey.root + "/plage", choice);
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.freeSeats(site.desk)).isEqualTo(free - 1));
        mail(journey.email, 0);
        assertThat(site.mails.receivedBy(journey.email)).hasSize(1);
    }

    private static void atOnce(int times, Visitor visitor, String action, Map<String, String> fields) {
        List<CompletableFuture<Visitor>> all = IntStream.range(0, times)
                .mapToObj(
                        i -> CompletableFuture.supplyAsync(() -> visitor.copy().post(action, fields)))
                .toList();
        all.forEach(one -> assertThat(one.join().status).isEqualTo(200));
    }

    @Test
    void two_tabs_hold_one_seat_and_what_is_submitted_is_what_was_read() {
        Journey journey = new Journey(site).reviewed();
        Visitor first = journey.visitor;
        Map<String, String> read = first.filled(journey.root + "/validation", Map.of());
        Visitor second = first.otherTab().get(journey.root + "/plage");
        String other = second.page.select("button[name=plage]:not([aria-current])").eachAttr("value").stream()
                .filter(id -> !id.equals(read.get("plage")))
                .findFirst()
                .orElseThrow();
        second.submit(journey.root + "/plage", Map.of("plage", other));
        first.post(journey.root + "/validation", read);
        assertThat(first.path).startsWith(journey.root + "/validation?avis=");
        assertThat(first.page.select("input[name=plage]").attr("value")).isEqualTo(other);
        first.submit(journey.root + "/validation", Map.of());
        assertThat(first.path).isEqualTo(journey.root + "/envoye");
    }

    @Test
    void details_typed_in_another_tab_are_not_submitted_unread() {
        Journey journey = new Journey(site).reviewed();
        Visitor first = journey.visitor;
        Map<String, String> read = first.filled(journey.root + "/validation", Map.of());
        Visitor second = first.otherTab().get(journey.root + "/coordonnees");
        second.submit(journey.root + "/coordonnees", Map.of("prenom", "Marie-Ange"));
        assertThat(second.path).isEqualTo(journey.root + "/validation");
        first.post(journey.root + "/validation", read);
        assertThat(first.path).startsWith(journey.root + "/validation?avis=");
        assertThat(first.page.text()).contains("Marie-Ange", "Vos réponses ont changé");
        first.submit(journey.root + "/validation", Map.of());
        assertThat(first.path).isEqualTo(journey.root + "/envoye");
    }

    @Test
    void who_asks_again_is_shown_the_date_of_the_request_that_stands() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        String date = visitor.page.select("dl.cr-summary dd").first().text();
        visitor.submit(journey.root + "/validation", Map.of());
        assertThat(visitor.page.text()).contains(date);
        journey.answered();
        visitor.get(journey.root + "/plage");
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(2)));
        journey.passed().detailed();
        assertThat(visitor.page.select("dl.cr-summary").text()).doesNotContain(date);
        visitor.submit(journey.root + "/validation", Map.of());
        assertThat(visitor.path).startsWith(journey.root + "/envoye?avis=");
        assertThat(visitor.page.text()).contains(date, "a été rendue");
    }

    @Test
    void a_taken_slot_is_said_to_be_full_with_what_is_near() {
        Journey winner = new Journey(new Visitor(site), site.smallDesk).answered();
        Journey loser = new Journey(new Visitor(site), site.smallDesk).answered();
        winner.visitor.get(winner.root + "/plage");
        loser.visitor.get(loser.root + "/plage");
        String slot = winner.freeSlot(0);
        winner.visitor.submit(winner.root + "/plage", Map.of("plage", slot));
        loser.visitor.submit(loser.root + "/plage", Map.of("plage", slot));
        assertThat(loser.visitor.status).isEqualTo(409);
        assertThat(loser.visitor.page.text()).contains("vient d’être prise", "Plages libres les plus proches");
        loser.visitor.submit(loser.root + "/plage", Map.of("plage", loser.freeSlot(0)));
        assertThat(loser.visitor.path).isEqualTo(loser.root + "/securite");
    }

    @Test
    void the_request_can_be_mailed_again_a_few_times_and_its_address_corrected_once() {
        Journey journey = new Journey(site).submitted();
        Visitor visitor = journey.visitor;
        String page = journey.root + "/envoye";
        visitor.submit(page, Map.of("action", "corriger", "courriel", "toujours faux"));
        assertThat(visitor.status).isEqualTo(422);
        visitor.submit(page, Map.of("action", "corriger", "courriel", "neuf-" + journey.email));
        assertThat(visitor.page.text()).contains("neuf-" + journey.email);
        assertThat(visitor.page.select("input[value=corriger]")).isEmpty();
        mail("neuf-" + journey.email, 0);
        for (int i = 0; i < 4 && !visitor.page.select("input[value=renvoyer]").isEmpty(); i++) {
            visitor.submit(page, Map.of("action", "renvoyer"));
            site.ageMails();
        }
        assertThat(visitor.page.select("input[value=renvoyer]")).isEmpty();
    }

    @Test
    void both_languages_serve_the_whole_calendar_as_table_and_list() {
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage?lang=en");
        assertThat(journey.heading()).isEqualTo("Choose a time slot");
        assertThat(visitor.page.select("table th[scope=row]")).isNotEmpty();
        visitor.get(visitor.page.select("a[href*=vue=liste]").attr("href"));
        assertThat(visitor.page.select("table")).isEmpty();
        assertThat(visitor.page.select(".cr-day button[name=plage]")).isNotEmpty();
        String next = visitor.page.select("a[rel=next]").attr("href");
        String week = visitor.page.select("h2").text();
        visitor.get(next);
        assertThat(visitor.page.select("h2").text()).isNotEqualTo(week);
        assertThat(visitor.page.select("a[rel=prev]")).hasSize(1);
    }

    @Test
    void what_to_bring_can_be_read_before_booking() {
        Journey journey = new Journey(site);
        Visitor visitor = journey.visitor.get(journey.root + "/descriptif");
        assertThat(visitor.page.select("main a[href=" + journey.root + "/pieces]"))
                .hasSize(1);
        assertThat(visitor.get("/aide").page.select("main a[href=" + journey.root + "/pieces]"))
                .hasSize(1);
        visitor.get(journey.root + "/pieces");
        assertThat(visitor.status).isEqualTo(200);
        assertThat(visitor.page.select("main h2")).hasSize(3);
        assertThat(visitor.page.select("#duplicata + ul li")).hasSizeGreaterThan(3);
        assertThat(visitor.get("/rdv/nulle-part/pieces").status).isEqualTo(404);
    }

    @Test
    void old_addresses_lead_to_the_desk_and_an_unknown_one_to_a_page_with_a_way_on() {
        Visitor visitor = new Visitor(site).get("/booking/create/4150");
        assertThat(visitor.path).isEqualTo("/rdv/" + site.desk + "/descriptif");
        for (int step = 0; step <= 9; step++) {
            assertThat(new Visitor(site).get("/booking/create/4150/" + step).path)
                    .isEqualTo("/rdv/" + site.desk + "/descriptif");
        }
        Journey journey = new Journey(site).answered();
        assertThat(journey.visitor.get("/booking/create/4150/1").path).isEqualTo(journey.root + "/plage");
        visitor.get("/booking/create/999");
        assertThat(visitor.status).isEqualTo(404);
        assertThat(visitor.page.select("main a[href=/]")).isNotEmpty();
        assertThat(visitor.get("/booking/create/quatre").status).isEqualTo(404);
    }

    private static MimeMessage mail(String address, int index) {
        await().atMost(PATIENCE).until(() -> site.mails.receivedBy(address).size() > index);
        return site.mails.receivedBy(address).get(index);
    }
}
