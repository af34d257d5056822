package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.challenge.Solver;
import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Seal;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bad input gets: a field error or a page with a way on, never a stack trace, and no seat is taken by it. */
class BadInputIT {
    private static WizardSite site;
    private Visitor visitor;
    private int freeBefore;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void count() {
        freeBefore = site.freeSeats(site.desk);
    }

    @AfterEach
    void the_answer_is_a_page_with_a_way_on_and_tells_nothing_of_the_inside() {
        assertThat(visitor.page.select("h1")).hasSize(1);
        assertThat(visitor.page.select("main a[href], main form")).isNotEmpty();
        assertThat(visitor.body).doesNotContain("Exception", "fr.creneau", "java.", "at io.vertx");
    }

    private Journey answered() {
        Journey journey = new Journey(site).answered();
        visitor = journey.visitor;
        return journey;
    }

    private void expect(int status) {
        assertThat(visitor.status).isEqualTo(status);
    }

    private void expectNoSeatTaken() {
        assertThat(site.freeSeats(site.desk)).isEqualTo(freeBefore);
    }

    private Map<String, String> form(String path, Map<String, String> typed) {
        return visitor.get(path).filled(path, typed);
    }

    @Test
    void an_oversized_form_is_refused() {
        Journey journey = answered();
        visitor.post(journey.root + "/descriptif", Map.of("demarche", "x".repeat(200_000)));
        expect(413);
    }

    @Test
    void an_oversized_field_is_an_error_of_that_field() {
        Journey journey = new Journey(site).proven();
        visitor = journey.visitor;
        Map<String, String> details = journey.details();
        details.put("nom", "A".repeat(5_000));
        visitor.submit(journey.root + "/coordonnees", details);
        expect(422);
        assertThat(visitor.page.select("#errors a").eachAttr("href")).containsExactly("#nom");
    }

    @Test
    void malformed_and_non_utf8_forms_are_refused() {
        Journey journey = answered();
        for (String body : List.of("demarche=%zz", "demarche=%ff", "demarche=%00", "demarche", "&&", "a=\u00ff")) {
            visitor.postRaw(journey.root + "/descriptif", body);
            expect(400);
        }
    }

    @Test
    void duplicated_and_unknown_fields_are_refused() {
        Journey journey = answered();
        visitor.get(journey.root + "/plage");
        String body = Visitor.encode(visitor.filled(journey.root + "/plage", Map.of("plage", journey.freeSlot(0))));
        visitor.postRaw(journey.root + "/plage", body + "&" + body.substring(body.indexOf("plage=")));
        expect(400);
        visitor.postRaw(journey.root + "/plage", body + "&admin=1");
        expect(400);
        expectNoSeatTaken();
    }

    @Test
    void a_form_is_sent_for_no_language_that_there_is_not() {
        Journey journey = answered();
        String page = journey.root + "/descriptif";
        visitor.get(page).submit(page, Map.of("lang", "de"));
        expect(400);
        visitor.get(page).submit(page, Map.of("lang", "//elsewhere.example"));
        expect(400);
    }

    @Test
    void wrong_methods_are_refused() {
        Journey journey = answered();
        visitor.post(journey.root + "/verdict", Map.of());
        expect(405);
        visitor.post("/rdv/" + site.desk, Map.of());
        expect(405);
    }

    @Test
    void an_unknown_desk_or_page_is_not_found() {
        visitor = new Visitor(site).get("/rdv/nulle-part/descriptif");
        expect(404);
        visitor.get("/rdv/%2e%2e%2fetc/plage");
        expect(404);
        visitor.get("/rdv/" + site.desk + "/autre");
        expect(404);
    }

    @Test
    void a_forged_cookie_counts_as_none() {
        Journey journey = answered();
        for (String forged : List.of("x", "", "A".repeat(200), visitor.cookies.get("creneau") + "A")) {
            visitor.cookies.put("creneau", forged);
            visitor.get(journey.root + "/plage");
            expect(409);
        }
    }

    @Test
    void the_content_of_the_other_cookie_counts_as_none() {
        Journey journey = new Journey(site).proven();
        visitor = journey.visitor;
        visitor.submit(journey.root + "/coordonnees", journey.details());
        visitor.cookies.put("creneau", visitor.cookies.get("brouillon"));
        visitor.get(journey.root + "/plage");
        expect(409);
    }

    @Test
    void a_form_without_the_sessions_token_does_nothing_and_keeps_what_was_typed() {
        Journey journey = new Journey(site).proven();
        visitor = journey.visitor;
        Map<String, String> details = journey.details();
        for (String token : List.of(
                "",
                "forged",
                new Visitor(site)
                        .get(journey.root + "/descriptif")
                        .page
                        .select("input[name=csrf]")
                        .attr("value"))) {
            details.put("csrf", token);
            visitor.post(journey.root + "/coordonnees", details);
            expect(403);
        }
        visitor.get(journey.root + "/coordonnees");
        assertThat(visitor.page.select("#nom").attr("value")).isEqualTo("Bélizaire");
    }

    @Test
    void a_form_sent_without_any_session_does_nothing() {
        Journey journey = answered();
        Map<String, String> choice = form(journey.root + "/plage", Map.of("plage", "abcdefgh12"));
        visitor.cookies.clear();
        visitor.post(journey.root + "/plage", choice);
        expect(403);
        expectNoSeatTaken();
    }

    @Test
    void a_slot_that_does_not_exist_is_not_held() {
        Journey journey = answered();
        for (String slot : List.of("abcdefgh12", "", "../../etc", "ABCDEFGH", "x".repeat(500), "'; drop table slot")) {
            visitor.get(journey.root + "/plage").submit(journey.root + "/plage", Map.of("plage", slot));
            expect(422);
            assertThat(visitor.page.text()).contains("n’est pas proposée");
        }
        expectNoSeatTaken();
    }

    @Test
    void a_slot_of_another_desk_is_not_held() {
        Journey journey = answered();
        String other = site.schedule(site.smallDesk).slots().get(0).slot().id().value();
        visitor.get(journey.root + "/plage").submit(journey.root + "/plage", Map.of("plage", other));
        expect(422);
        expectNoSeatTaken();
    }

    @Test
    void a_slot_outside_the_window_is_neither_shown_nor_held() {
        Journey journey = new Journey(site);
        visitor = journey.visitor.get(journey.root + "/descriptif");
        // Opens in two weeks: what is on sale before is out of the window.
        LocalDate expiry = Journey.today().plusMonths(2).plusDays(14);
        visitor.submit(journey.root + "/descriptif", Journey.answers(expiry));
        String tooEarly = site.schedule(site.desk).slots().get(0).slot().id().value();
        visitor.get(journey.root + "/plage");
        assertThat(visitor.page.select("button[value=" + tooEarly + "]")).isEmpty();
        visitor.submit(journey.root + "/plage", Map.of("plage", tooEarly));
        expect(422);
        expectNoSeatTaken();
    }

    @Test
    void no_step_is_reached_out_of_order() {
        visitor = new Visitor(site);
        String root = "/rdv/" + site.desk;
        for (String step : List.of(
                "/verdict", "/plage", "/securite", "/securite/code", "/coordonnees", "/validation", "/envoye")) {
            visitor.get(root + step);
            expect(409);
            assertThat(visitor.page.select("main a.fr-btn").attr("href")).startsWith(root);
        }
        Journey journey = new Journey(site).held();
        visitor = journey.visitor.get(root + "/coordonnees");
        expect(409);
        assertThat(visitor.page.select("main a.fr-btn").attr("href")).isEqualTo(root + "/securite");
        visitor.get(root + "/validation");
        expect(409);
    }

    @Test
    void a_form_of_a_lost_hold_leads_back_to_step_two_with_everything_kept() {
        Journey journey = new Journey(site).proven();
        visitor = journey.visitor;
        Map<String, String> details = visitor.filled(journey.root + "/coordonnees", journey.details());
        SessionId session = sessionOf(visitor);
        WizardSite.wait(
                site.bus.request(HoldMessages.RELEASE, new HoldMessages.Release(new DeskId(site.desk), session)));
        visitor.post(journey.root + "/coordonnees", details);
        assertThat(visitor.path).isEqualTo(journey.root + "/plage?avis=expire");
        assertThat(visitor.page.text()).contains("n’est plus réservée");
        expectNoSeatTaken();
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        String token = visitor.page.select("input[name=csrf]").attr("value");
        String challenge = visitor.copy().get(journey.root + "/securite/defi").body;
        visitor.post(journey.root + "/securite", Map.of("csrf", token, "altcha", Solver.solve(challenge)));
        assertThat(visitor.page.select("#courriel").attr("value")).isEqualTo(journey.email);
        assertThat(visitor.page.select("#nom").attr("value")).isEqualTo("Bélizaire");
    }

    /** The session id, read with the key of the test. */
    private static SessionId sessionOf(Visitor visitor) {
        Seal seal = new Seal(Keyring.derive(List.of(new Secret("k".repeat(32))), "cookie"));
        byte[] content = seal.open(visitor.cookies.get("creneau"), "creneau").orElseThrow();
        return new SessionId(new JsonObject(Buffer.buffer(content)).getString("id"));
    }

    @Test
    void a_solution_that_is_none_or_somebody_elses_is_refused() {
        Journey journey = new Journey(site).held();
        visitor = journey.visitor;
        for (String solution : List.of("", "x", "e30=", "A".repeat(5_000))) {
            visitor.submit(journey.root + "/securite", Map.of("altcha", solution));
            expect(422);
        }
        Journey other = new Journey(site).held();
        String foreign = Solver.solve(other.visitor.get(other.root + "/securite/defi").body);
        visitor.submit(journey.root + "/securite", Map.of("altcha", foreign));
        expect(422);
    }

    @Test
    void a_hold_is_not_shared_by_who_guesses_a_session() {
        visitor = new Journey(site).held().visitor;
        HoldOutcome outcome = WizardSite.wait(site.bus.request(
                HoldMessages.FIND, new HoldMessages.Find(new DeskId(site.desk), new SessionId("guessed"))));
        assertThat(outcome).isInstanceOf(HoldOutcome.Gone.class);
    }
}
