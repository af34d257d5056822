package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A waiting room's page is made once for all who would read the same: what of it is one visitor's own is on theirs only. */
class OwnQueuePageIT {
    private WizardSite site;

    @BeforeEach
    void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Journey newcomer() {
        return new Journey(new Visitor(site), site.smallDesk);
    }

    @Test
    void everybodyReadsTheirOwnNumbers() {
        Releases two = new Releases(site, site.smallDesk, 2);
        List<Journey> people =
                IntStream.range(0, 5).mapToObj(i -> newcomer().enrolled(two)).toList();
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < people.size(); i++) {
                Visitor visitor = people.get(i).visitor.get(two.root());
                assertThat(visitor.page.select("h1").text()).contains("enregistrée");
                assertThat(fact(visitor.page, "inscription")).isEqualTo(String.valueOf(i + 1));
                assertThat(fact(visitor.page, "AGDREF"))
                        .endsWith(" " + people.get(i).agdref.substring(6));
                assertThat(visitor.page.select("noscript meta").attr("content")).matches("1[2-9]");
                assertThat(visitor.header("Cache-Control")).contains("no-store");
            }
        }

        two.openNow();
        List<Journey> waiting = people.stream()
                .filter(person -> state(two, person).getString("etat").equals("attente"))
                .toList();
        assertThat(waiting).hasSize(3);
        for (Journey person : Stream.concat(waiting.stream(), waiting.stream()).toList()) {
            JsonObject state = state(two, person);
            Document page = person.visitor.get(two.root()).page;
            assertThat(fact(page, "rang")).isEqualTo(state.getString("position"));
            assertThat(fact(page, "devant")).isEqualTo(state.getString("devant"));
            assertThat(fact(page, "inscription")).isEqualTo(String.valueOf(people.indexOf(person) + 1));
        }
        // Why one of them was sent there is no news for the others.
        Visitor sent = waiting.get(0).visitor.get(two.root() + "?avis=passe");
        assertThat(sent.page.select("#notice")).hasSize(1);
        assertThat(english(sent)).contains("avis=passe");
        Visitor other = waiting.get(1).visitor.get(two.root());
        assertThat(other.page.select("#notice")).isEmpty();
        assertThat(english(other)).doesNotContain("avis");
    }

    @Test
    void whatSomebodyTypedIsOnTheirFormOnly() {
        Releases two = new Releases(site, site.smallDesk, 2);
        Journey typing = newcomer().answered();
        Journey stranger = newcomer().answered();
        typing.visitor.get(two.root()).submit(two.root(), Map.of("agdref", "97310"));
        assertThat(typing.visitor.status).isEqualTo(422);
        for (int time = 0; time < 2; time++) {
            assertThat(number(typing.visitor.get(two.root()))).isEqualTo("97310");
            assertThat(number(stranger.visitor.get(two.root()))).isEmpty();
            assertThat(stranger.visitor.page.select(".fr-error-text, .fr-alert--error"))
                    .isEmpty();
            assertThat(stranger.visitor.header("Cache-Control")).contains("no-store");
        }
        assertThat(token(typing)).isNotEqualTo(token(stranger));
        // The form that was made for another is as good for this one.
        assertThat(stranger.enrolled(two).heading()).contains("enregistrée");
    }

    private static String token(Journey journey) {
        return journey.visitor.page.select("input[name=csrf]").attr("value");
    }

    private static String number(Visitor visitor) {
        return visitor.page.select("input[name=agdref]").attr("value");
    }

    private static String english(Visitor visitor) {
        return visitor.page.select("a[hreflang=en]").attr("href");
    }

    private static JsonObject state(Releases release, Journey journey) {
        return new JsonObject(journey.visitor.get(release.root() + "/etat").body);
    }

    /** @param name part of what stands before it */
    private static String fact(Document page, String name) {
        return page.select(".cr-summary div").stream()
                .filter(line -> line.select("dt").text().contains(name)
                        || !line.select("[data-queue-field=" + name + "]").isEmpty())
                .map(line -> line.select("dd").text())
                .findFirst()
                .orElseThrow();
    }
}
