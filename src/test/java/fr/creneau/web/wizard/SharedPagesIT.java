package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first page, and what a crowd is told that comes too late, are made once for all who would read the same. */
class SharedPagesIT {
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Journey answered(int monthsToExpiry) {
        Journey journey = new Journey(new Visitor(site), site.smallDesk);
        journey.visitor
                .get(journey.root + "/descriptif")
                .submit(
                        journey.root + "/descriptif",
                        Journey.answers(Journey.today().plusMonths(monthsToExpiry)));
        journey.visitor.get(journey.root + "/plage");
        return journey;
    }

    private static Journey choose(Journey journey, String slot) {
        journey.visitor.submit(journey.root + "/plage", Map.of("plage", slot));
        return journey;
    }

    private static String token(Journey journey) {
        return journey.visitor.page.select("input[name=csrf]").attr("value");
    }

    private static String days(Journey journey) {
        Element change = journey.visitor.page.selectFirst("main p > a[href$=#questions]");
        assertThat(change).as("the sentence with the days").isNotNull();
        return change.parent().text();
    }

    @Test
    void whoComesLateReadsTheirOwnDaysAndChoosesAgainFromThatPage() {
        Journey soon = answered(1);
        Journey sooner = answered(0);
        List<String> before = List.of(days(soon), days(sooner));
        assertThat(before).doesNotHaveDuplicates();
        String slot = soon.freeSlot(0);
        assertThat(choose(answered(1), slot).visitor.path).endsWith("/securite");

        for (Journey late : List.of(soon, sooner)) {
            choose(late, slot);
            assertThat(late.visitor.status).isEqualTo(409);
            assertThat(late.visitor.header("Cache-Control")).contains("no-store");
            assertThat(late.visitor.page.select("main .fr-alert").text()).contains("vient d’être pris");
        }
        assertThat(List.of(days(soon), days(sooner))).isEqualTo(before);
        assertThat(token(soon)).isNotEqualTo(token(sooner));
        // From the slots around it.
        for (Journey late : List.of(soon, sooner)) {
            for (int i = 0; late.visitor.status == 409; i++) {
                choose(late, late.freeSlot(i));
            }
            assertThat(late.visitor.path).endsWith("/securite");
        }
    }

    @Test
    void whatSomebodyHoldsIsOnTheirPageOnly() {
        Journey holder = answered(1);
        Journey stranger = answered(1);
        String slot =
                holder.freeSlot(holder.visitor.page.select("button[name=plage]").size() / 4);
        choose(answered(1), slot);
        Journey other = answered(1);
        choose(holder, other.freeSlot(1));
        assertThat(holder.visitor.path).endsWith("/securite");

        holder.visitor.get(holder.root + "/plage");
        for (Journey late : List.of(stranger, holder, stranger)) {
            late.visitor.post(late.root + "/plage", Map.of("csrf", token(late), "plage", slot));
            assertThat(late.visitor.status).isEqualTo(409);
            assertThat(late.visitor.page.select(".cr-hold")).hasSize(late == holder ? 1 : 0);
        }
    }

    @Test
    void whatSomebodyTypedIsOnTheirFirstPageOnly() {
        Journey typing = new Journey(new Visitor(site), site.smallDesk);
        String first = typing.root + "/descriptif";
        typing.visitor.get(first).submit(first, Map.of("jour", "31", "demarche", "modification"));
        assertThat(typing.visitor.status).isEqualTo(422);
        Journey answered = answered(1);

        Journey stranger = new Journey(new Visitor(site), site.smallDesk);
        for (int time = 0; time < 2; time++) {
            typing.visitor.get(first);
            assertThat(typing.visitor.page.select("input[name=jour]").attr("value"))
                    .isEqualTo("31");
            assertThat(typing.visitor
                            .page
                            .select("input[name=demarche][checked]")
                            .attr("value"))
                    .isEqualTo("modification");
            answered.visitor.get(first);
            assertThat(answered.visitor
                            .page
                            .select("input[name=demarche][checked]")
                            .attr("value"))
                    .isEqualTo("renouvellement");

            stranger.visitor.get(first);
            assertThat(stranger.visitor.page.select("input[checked]")).isEmpty();
            assertThat(stranger.visitor.page.select("input[name=jour]").attr("value"))
                    .isEmpty();
            assertThat(stranger.visitor.page.select(".fr-alert--error, .fr-error-text"))
                    .isEmpty();
            assertThat(stranger.visitor.header("Cache-Control")).contains("no-store");
        }
        assertThat(List.of(token(typing), token(stranger), token(answered))).doesNotHaveDuplicates();
        // The page that was made for others is as good for this one.
        stranger.visitor.submit(first, Journey.answers(Journey.today().plusMonths(1)));
        assertThat(stranger.visitor.path).endsWith("/verdict");
    }

    @Test
    void theFirstPageOfEachDeskIsItsOwnInEachLanguage() {
        Visitor visitor = new Visitor(site);
        String large = visitor.get("/rdv/" + site.desk + "/descriptif").page.title();
        String address = visitor.page.select("form[data-keeps]").attr("action");
        visitor.get("/rdv/" + site.smallDesk + "/descriptif");
        assertThat(visitor.page.select("form[data-keeps]").attr("action"))
                .isEqualTo("/rdv/" + site.smallDesk + "/descriptif")
                .isNotEqualTo(address);
        visitor.get("/rdv/" + site.desk + "/descriptif?lang=en");
        assertThat(visitor.page.title()).isNotEqualTo(large);
        assertThat(visitor.page.select("html").attr("lang")).isEqualTo("en");
    }
}
