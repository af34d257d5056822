package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.RedisProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pages say of a seat when a backend failed: the truth, and nothing that was typed is lost. */
class LostHoldIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void the_calendar_says_that_a_hold_was_lost_and_what_was_typed_is_kept() throws Exception {
        try (RedisProcess redis = RedisProcess.server();
                WizardSite site = new WizardSite(
                        Map.of("REDIS_ENDPOINTS", redis.config().endpoints().get(0)))) {
            Journey journey = new Journey(site).reviewed();
            Visitor visitor = journey.visitor;
            assertThat(visitor.get(journey.root + "/plage").page.select(".cr-hold"))
                    .as("held")
                    .hasSize(1);

            redis.ask("FLUSHALL");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> site.freeSeats(site.desk) > 0);

            visitor.get(journey.root + "/plage");
            assertThat(visitor.status).isEqualTo(200);
            assertThat(visitor.page.select(".cr-hold")).isEmpty();
            assertThat(visitor.page.text()).contains("n’est plus réservée");

            assertThat(journey.chooseSlot().visitor.path).isEqualTo(journey.root + "/securite");
            journey.passed();
            assertThat(visitor.page.select("#nom").attr("value")).isEqualTo("Bélizaire");
            assertThat(visitor.page.select("#agdref").attr("value")).isEqualTo(journey.agdref);
        }
    }

    @Test
    void while_redis_is_away_whoever_chose_a_slot_is_asked_to_try_again() throws Exception {
        try (RedisProcess redis = RedisProcess.server();
                WizardSite site = new WizardSite(
                        Map.of("REDIS_ENDPOINTS", redis.config().endpoints().get(0)))) {
            Journey journey = new Journey(site).held();
            Journey other = new Journey(site).answered();
            redis.freeze();
            assertThat(journey.visitor.get(journey.root + "/plage").status).isEqualTo(503);
            assertThat(other.visitor.get(other.root + "/plage").status)
                    .as("the calendar alone asks nothing of Redis")
                    .isEqualTo(200);
            redis.thaw();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(journey.visitor
                                    .get(journey.root + "/plage")
                                    .page
                                    .select(".cr-hold"))
                            .hasSize(1));
        }
    }

    @Test
    void a_submission_that_postgresql_did_not_answer_keeps_the_seat_and_the_page_says_until_when() throws Exception {
        FreezingProxy[] line = new FreezingProxy[1];
        try (WizardSite site = new WizardSite(Map.of("HOLDS_LIFETIME", "2m", "HOLDS_UNPROVEN", "2m"), postgres -> {
            line[0] = new FreezingProxy(postgres);
            return line[0].postgres(Duration.ofSeconds(2));
        })) {
            Journey journey = new Journey(site).reviewed();
            Visitor visitor = journey.visitor;
            assertThat(deadline(visitor)).isBefore(Instant.now().plus(Duration.ofMinutes(2)));
            line[0].freeze();
            visitor.submit(journey.root + "/validation", Map.of());
            assertThat(visitor.status).isEqualTo(503);
            for (String page : new String[] {"/validation", "/coordonnees"}) {
                visitor.get(journey.root + page);
                assertThat(visitor.status).isEqualTo(200);
                assertThat(deadline(visitor))
                        .as(page)
                        .isBetween(
                                Instant.now().plus(Duration.ofMinutes(4)),
                                Instant.now().plus(Duration.ofMinutes(5)));
            }
            line[0].thaw();
            await().atMost(PATIENCE).until(() -> {
                visitor.get(journey.root + "/validation").submit(journey.root + "/validation", Map.of());
                return visitor.path.equals(journey.root + "/envoye");
            });
        } finally {
            line[0].close();
        }
    }

    private static Instant deadline(Visitor visitor) {
        return Instant.parse(
                visitor.page.select("time[datetime][data-deadline]").attr("datetime"));
    }
}
