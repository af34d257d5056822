package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.Language;
import fr.creneau.text.Dates;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slots that were there a moment ago, or are not there yet for this applicant, and the page each of them gets. */
class SlotsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NONE_LEFT = "Il n’existe plus de plage horaire libre";
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** The schedule's news reach every instance within a second or two. */
    private static void announce(String desk) {
        site.sql("update desk set version = version + 1 where id = $1", desk);
    }

    private static boolean onSale(String desk, String slot) {
        return site.schedule(desk).slots().stream()
                .anyMatch(offer -> offer.slot().id().value().equals(slot));
    }

    private static void letBegin(String desk, String slot) {
        site.sql("update slot set starts_at = now() - interval '1 minute' where id = $1", slot);
        announce(desk);
        await().atMost(PATIENCE).until(() -> !onSale(desk, slot));
    }

    private static String chosen(Journey journey) {
        return journey.visitor.filled(journey.root + "/validation", Map.of()).get("plage");
    }

    @Test
    void a_slot_that_began_while_its_page_was_open_is_not_held() {
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage");
        String slot = journey.freeSlot(10);
        Map<String, String> choice = visitor.filled(journey.root + "/plage", Map.of("plage", slot));
        letBegin(site.desk, slot);
        int free = site.freeSeats(site.desk);
        visitor.post(journey.root + "/plage", choice);
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("main").text()).contains("n’est pas proposée", "Choisissez-en une");
        assertThat(visitor.page.select("button[value=" + slot + "]")).isEmpty();
        assertThat(site.freeSeats(site.desk)).isEqualTo(free);
        // The way on works.
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");
    }

    @Test
    void a_slot_that_began_before_the_submission_is_not_booked_and_nothing_typed_is_lost() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        // To a slot of its own, so that nobody else's begins.
        visitor.get(journey.root + "/plage").submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(12)));
        visitor.get(journey.root + "/validation");
        Map<String, String> submission = visitor.filled(journey.root + "/validation", Map.of());
        letBegin(site.desk, submission.get("plage"));
        visitor.post(journey.root + "/validation", submission);
        assertThat(visitor.path).isEqualTo(journey.root + "/plage?avis=perdu");
        assertThat(visitor.page.select("button[value=" + submission.get("plage") + "]"))
                .isEmpty();
        assertThat(site.value("select count(*) from booking where email = $1", journey.email))
                .isEqualTo("0");
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        visitor.get(journey.root + "/validation").submit(journey.root + "/validation", Map.of());
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
        assertThat(visitor.page.text()).contains(journey.email);
    }

    @Test
    void a_slot_withdrawn_before_the_calendar_knows_is_not_held_and_what_is_near_is_offered() {
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(journey.root + "/plage");
        String slot = journey.freeSlot(14);
        site.sql("update slot set withdrawn = true where id = $1", slot);
        site.sql("update seat set withdrawn = true, version = version + 1, mirrored = false where slot_id = $1", slot);
        await().atMost(PATIENCE)
                .until(() -> site.value("select count(*) from seat where slot_id = $1 and not mirrored", slot)
                        .equals("0"));
        assertThat(onSale(site.desk, slot)).as("not told yet").isTrue();
        visitor.submit(journey.root + "/plage", Map.of("plage", slot));
        assertThat(visitor.status).isEqualTo(409);
        assertThat(visitor.page.select("main").text()).contains("Plages libres les plus proches");
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        assertThat(visitor.path).isEqualTo(journey.root + "/securite");
    }

    @Test
    void a_held_slot_on_a_day_that_other_answers_forbid_must_be_chosen_anew() {
        Journey journey = new Journey(site).reviewed();
        Visitor visitor = journey.visitor;
        String before = chosen(journey);
        // A permit that expires in two months and three weeks: its renewal opens in three weeks.
        LocalDate expiry = Journey.today().plusWeeks(3).plusMonths(2);
        visitor.get(journey.root + "/descriptif").submit(journey.root + "/descriptif", Journey.answers(expiry));
        visitor.get(journey.root + "/validation");
        assertThat(visitor.path).isEqualTo(journey.root + "/plage?avis=jour");
        assertThat(visitor.status).isEqualTo(200);
        assertThat(visitor.page.select("button[value=" + before + "]")).isEmpty();
        visitor.submit(journey.root + "/plage", Map.of("plage", journey.freeSlot(0)));
        visitor.get(journey.root + "/validation").submit(journey.root + "/validation", Map.of());
        assertThat(visitor.path).isEqualTo(journey.root + "/envoye");
    }

    @Test
    void who_has_sent_nothing_is_led_from_the_page_after_it_to_the_step_whose_turn_it_is() {
        Journey journey = new Journey(site);
        assertThat(resumedFromSent(journey)).isEqualTo(journey.root + "/descriptif");
        journey.answered();
        assertThat(resumedFromSent(journey)).isEqualTo(journey.root + "/plage");
        journey.chooseSlot();
        assertThat(resumedFromSent(journey)).isEqualTo(journey.root + "/securite");
    }

    private static String resumedFromSent(Journey journey) {
        Visitor visitor = journey.visitor.get(journey.root + "/envoye");
        assertThat(visitor.status).isEqualTo(409);
        return visitor.page.select("main a.fr-btn").attr("href");
    }

    @Test
    void who_is_too_early_is_told_from_which_day_on_and_holds_nothing() {
        Journey journey = new Journey(site);
        Visitor visitor = journey.visitor.get(journey.root + "/descriptif");
        LocalDate expiry = Journey.today().plusMonths(8);
        visitor.submit(journey.root + "/descriptif", Journey.answers(expiry));
        String opens = Dates.in(Language.FR).day(expiry.minusMonths(2));
        assertThat(visitor.page.select("main").text().replace('\u00a0', ' ')).contains(opens.replace('\u00a0', ' '));
        visitor.get(journey.root + "/plage");
        assertThat(visitor.status).isEqualTo(200);
        assertThat(journey.heading()).isEqualTo("Les rendez-vous ne sont pas encore ouverts pour vous");
        assertThat(visitor.page.title()).startsWith(journey.heading());
        assertThat(visitor.page.select("main").text().replace('\u00a0', ' '))
                .contains("Il est encore trop tôt", "à partir du " + opens.replace('\u00a0', ' '));
        assertThat(visitor.page.select("main a.fr-btn").eachAttr("href"))
                .containsExactly(journey.root + "/descriptif#questions");
        // A form made up for a slot that is on sale for others.
        int free = site.freeSeats(site.desk);
        String token = visitor.copy()
                .get(journey.root + "/descriptif")
                .page
                .select("input[name=csrf]")
                .attr("value");
        String slot = site.schedule(site.desk).slots().get(0).slot().id().value();
        visitor.post(journey.root + "/plage", Map.of("csrf", token, "plage", slot));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(journey.heading()).isEqualTo("Les rendez-vous ne sont pas encore ouverts pour vous");
        assertThat(site.freeSeats(site.desk)).isEqualTo(free);
    }

    @Test
    void when_the_last_seat_is_taken_the_page_says_so_and_what_to_do_next() {
        String desk = site.smallDesk;
        String last = site.schedule(desk).slots().get(0).slot().id().value();
        site.sql("update slot set withdrawn = true where desk_id = $1 and id <> $2", desk, last);
        announce(desk);
        await().atMost(PATIENCE).until(() -> site.schedule(desk).slots().size() == 1);
        Journey winner = new Journey(new Visitor(site), desk).answered();
        Journey loser = new Journey(new Visitor(site), desk).answered();
        Visitor late = loser.visitor.get(loser.root + "/plage");
        Map<String, String> choice = late.filled(loser.root + "/plage", Map.of("plage", last));
        winner.chooseSlot();
        assertThat(winner.visitor.path).isEqualTo(winner.root + "/securite");

        // Too late with a calendar drawn before.
        late.post(loser.root + "/plage", choice);
        assertThat(late.status).isEqualTo(409);
        await().atMost(PATIENCE)
                .until(() -> late.get(loser.root + "/plage").page.select("h1").text(), NONE_LEFT::equals);
        assertThat(late.status).isEqualTo(200);
        assertThat(late.page.select("main ul li")).isNotEmpty();
        assertThat(late.page.select("main a.fr-btn").eachAttr("href"))
                .containsExactly(loser.root + "/plage", loser.root + "/descriptif#questions");
        assertThat(late.page.select("main button[name=plage]")).isEmpty();
        late.post(loser.root + "/plage", choice);
        assertThat(late.status).isEqualTo(409);
        assertThat(loser.heading()).isEqualTo(NONE_LEFT);
        // Who holds it still sees it, and may change nothing but keep it.
        assertThat(winner.visitor.get(winner.root + "/plage").page.select("button[value=" + last + "]"))
                .isNotEmpty();

        site.sql("update slot set withdrawn = false where desk_id = $1", desk);
        announce(desk);
        await().atMost(PATIENCE)
                .until(() -> !late.get(loser.root + "/plage")
                        .page
                        .select("button[name=plage]")
                        .isEmpty());
    }
}
