package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import java.time.Duration;
import java.time.Instant;
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
