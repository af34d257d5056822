package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A desk with two waiting rooms: one sold out long ago, one that enrols for an opening to come. */
class SeveralRoomsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static WizardSite site;
    private static Releases old;
    private static Releases next;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
        old = new Releases(site, site.desk, 1);
        old.withdrawAll();
        old.opens(Instant.now());
        await().atMost(PATIENCE)
                .until(() -> old.room().filter(room -> room.isSoldOut()).isPresent());
        next = old.next("next", 6);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void peopleAreLedToTheRoomThatEnrolsNotToTheOneThatIsSoldOut() {
        Journey journey = new Journey(site).answered();
        journey.visitor.get(journey.root + "/plage");
        assertThat(journey.visitor.path).isEqualTo(next.root());
        assertThat(journey.visitor.page.select("input[name=agdref]")).hasSize(1);
        assertThat(journey.visitor.get(old.root()).page.select("h1").text()).contains("plus de place");
    }

    @Test
    void whyPeopleWereSentIsSaidInTheRoomToo() {
        Journey journey = new Journey(site).answered();
        journey.visitor.get(journey.root + "/plage?avis=expire");
        assertThat(journey.visitor.path).isEqualTo(next.root() + "?avis=expire");
        assertThat(journey.visitor.page.select("#notice").text()).contains("n’est plus réservée");
    }

    @Test
    void whereThereIsADrawItIsSaidOnEveryPageInFrontOfIt() {
        Journey journey = new Journey(site);
        assertThat(card(journey.visitor)).contains("par tirage au sort : les inscriptions sont ouvertes");
        assertThat(card(journey.visitor)).doesNotContain("Prochaine");
        journey.visitor.get(journey.root + "/descriptif");
        assertThat(links(journey.visitor, "#questions")).isEqualTo("S’inscrire");
        journey.answered();
        assertThat(links(journey.visitor, next.root())).isEqualTo("S’inscrire");
        journey.visitor.get(journey.root + "/descriptif");
        assertThat(links(journey.visitor, next.root())).isEqualTo("S’inscrire");
    }

    /** One ordinary slot is free: nobody is sent away from it, nor kept from the draw. */
    @Test
    void aCalendarWithAFreeSlotTellsOfTheDrawToo() throws Exception {
        try (WizardSite ordinary = new WizardSite(Map.of())) {
            Releases all = new Releases(ordinary, ordinary.desk, 40);
            all.leave(1);
            Journey journey = new Journey(ordinary).answered();
            await().atMost(PATIENCE)
                    .until(() -> !journey.visitor
                            .get(journey.root + "/plage")
                            .page
                            .select("button[name=plage]")
                            .isEmpty());
            assertThat(links(journey.visitor, all.root())).isEqualTo("S’inscrire");
            assertThat(journey.visitor.get("/").page.select(".fr-card").first().text())
                    .contains("Prochaine")
                    .contains("tirage au sort");
        }
    }

    /** Two ordinary slots, of which one is taken, beside those that are for people in turn. */
    @Test
    void whoIsInTurnIsProposedSlotsThatOthersAreNot() throws Exception {
        try (WizardSite ordinary = new WizardSite(Map.of())) {
            String desk = ordinary.smallDesk;
            Releases room = new Releases(ordinary, desk, 10);
            Journey inTurn = new Journey(new Visitor(ordinary), desk).enrolled(room);
            room.openNow();
            room.leave(2);
            await().atMost(PATIENCE).until(() -> forAll(ordinary, desk).size() == 2);
            List<String> forAll = forAll(ordinary, desk);
            Journey first = new Journey(new Visitor(ordinary), desk).answered();
            Journey stranger = new Journey(new Visitor(ordinary), desk).answered();
            inTurn.visitor.get(room.root()).submit(room.root() + "/entrer", Map.of());
            for (Journey person : List.of(first, inTurn, stranger)) {
                await().atMost(PATIENCE)
                        .until(() -> slots(person.visitor.get(person.root + "/plage"))
                                .containsAll(forAll));
            }
            choose(first, forAll.get(0));
            assertThat(first.visitor.path).endsWith("/securite");

            for (Journey late : List.of(inTurn, stranger, inTurn)) {
                choose(late, forAll.get(0));
                assertThat(late.visitor.status).isEqualTo(409);
                assertThat(slots(late.visitor)).contains(forAll.get(1));
                if (late == stranger) {
                    assertThat(forAll).containsAll(slots(late.visitor));
                } else {
                    assertThat(slots(late.visitor)).hasSizeGreaterThan(forAll.size());
                }
            }
        }
    }

    /** The slots that are in no release. */
    private static List<String> forAll(WizardSite site, String desk) {
        return site.schedule(desk).slots().stream()
                .filter(offer -> offer.release().isEmpty())
                .map(offer -> offer.slot().id().value())
                .toList();
    }

    private static void choose(Journey journey, String slot) {
        String token = journey.visitor.page.select("input[name=csrf]").attr("value");
        journey.visitor.post(journey.root + "/plage", Map.of("csrf", token, "plage", slot));
    }

    private static List<String> slots(Visitor visitor) {
        return visitor.page.select("button[name=plage]").eachAttr("value").stream()
                .distinct()
                .toList();
    }

    private static String card(Visitor visitor) {
        return visitor.get("/").page.select(".fr-card").stream()
                .filter(card ->
                        !card.select("a[href=\"/rdv/" + site.desk + "\"]").isEmpty())
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static String links(Visitor visitor, String url) {
        return visitor.page.select(".fr-alert a[href=\"" + url + "\"]").text();
    }

    /** Their first day is a year ahead: neither room has anything for them. */
    @Test
    void whoCannotComeOnAnyOfItsDaysIsToldSoAndDoesNotEnrol() {
        Journey journey = new Journey(site).answered();
        journey.visitor.get(next.root());
        String token = journey.visitor.page.select("input[name=csrf]").attr("value");
        String challenge = journey.visitor.get(next.root() + "/defi").body;
        journey.visitor
                .get(journey.root + "/descriptif")
                .submit(
                        journey.root + "/descriptif",
                        Journey.answers(Journey.today().plusMonths(14)));

        journey.visitor.get(journey.root + "/plage");
        assertThat(journey.visitor.path).isEqualTo(journey.root + "/plage");
        assertThat(journey.heading()).contains("pas encore ouverts pour vous");
        journey.visitor.get(next.root());
        assertThat(journey.heading()).contains("pas à vos dates");
        journey.visitor.post(
                next.root(), Map.of("csrf", token, "agdref", journey.agdref, "altcha", Solver.solve(challenge)));
        assertThat(journey.heading()).contains("pas à vos dates");
        assertThat(site.value("select count(*) from ticket where release_id = $1", next.id.value()))
                .isEqualTo("0");
    }
}
