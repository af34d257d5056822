package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import fr.creneau.domain.waitingroom.Draw;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting rooms before their draw: what is published from the first moment on, and how a page without JavaScript comes back. */
class BeforeTheDrawIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ZoneId CAYENNE = ZoneId.of("America/Cayenne");
    private WizardSite site;

    @BeforeEach
    void start() {
        site = new WizardSite(Map.of());
    }

    @AfterEach
    void stop() {
        site.close();
    }

    /** As published in the two places where anyone finds it. */
    private record Published(JsonObject page, JsonObject api) {
        static Published of(String desk, String release, Visitor visitor) {
            Visitor page = visitor.get("/rdv/" + desk + "/file/" + release + "/preuve.json");
            assertThat(page.status).as(page.body).isEqualTo(200);
            JsonObject shown = new JsonObject(page.body);
            visitor.get("/api/v1/desks/" + desk + "/releases/" + release);
            assertThat(visitor.status).as(visitor.body).isEqualTo(200);
            return new Published(shown, new JsonObject(visitor.body));
        }

        String commitment() {
            assertThat(page.getString("commitment")).isEqualTo(api.getString("commitment"));
            return page.getString("commitment");
        }
    }

    @Test
    void the_key_is_committed_to_before_anybody_can_enrol_and_is_the_one_that_is_revealed() throws Exception {
        String release = "r-" + site.desk;
        announce(release);
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor;
        String room = journey.root + "/file/" + release;
        await().atMost(PATIENCE).until(() -> visitor.get(room).status == 200);
        assertThat(journey.heading()).contains("pas encore ouvertes");
        assertThat(visitor.page.select("main a[href=\"" + room + "/preuve\"]")).hasSize(1);

        Published early = Published.of(site.desk, release, visitor);
        String commitment = early.commitment();
        assertThat(commitment).matches("[0-9a-f]{64}");
        assertThat(visitor.get(room + "/preuve").page.select("code").eachText()).containsExactly(commitment);
        assertThat(early.page().containsKey("key") || early.api().containsKey("key"))
                .isFalse();
        assertThat(site.value("select enrols_from > now() from release where id = $1", release))
                .as("enrolment is still ahead")
                .isEqualTo("true");

        tell("update release set enrols_from = now() - interval '1 second' where id = $1", release);
        await().atMost(PATIENCE)
                .until(() ->
                        !visitor.get(room).page.select("input[name=agdref]").isEmpty());
        enrol(visitor, room, journey.agdref);
        assertThat(Published.of(site.desk, release, visitor).commitment()).isEqualTo(commitment);

        tell("update release set opens_at = now() where id = $1", release);
        await().atMost(PATIENCE)
                .until(() -> Published.of(site.desk, release, visitor).page().containsKey("key"));
        Published late = Published.of(site.desk, release, visitor);
        String key = late.page().getString("key");
        assertThat(late.api().getString("key")).isEqualTo(key);
        assertThat(late.commitment()).isEqualTo(commitment).isEqualTo(sha256(key));
        assertThat(visitor.get(room + "/preuve").page.select("code").eachText()).containsExactly(commitment, key);
        assertThat(late.page().getInteger("tickets")).isEqualTo(1);
        assertThat(Draw.of(HexFormat.of().parseHex(key), 1).position(1)).isEqualTo(1);
    }

    /** A crowd that enrolled together must not come back together. */
    @Test
    void a_page_that_refreshes_itself_comes_back_after_times_of_its_own() {
        Releases release = new Releases(site, site.smallDesk, 2);
        Journey journey = new Journey(new Visitor(site), site.smallDesk).answered();
        enrol(journey.visitor, release.root(), journey.agdref);
        // One of eight seconds each time: that eighty pages have less than four of them happens once in 10^22.
        Set<Integer> seconds = IntStream.range(0, 80)
                .map(page -> refresh(journey.visitor.get(release.root())))
                .boxed()
                .collect(Collectors.toSet());
        assertThat(seconds)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(after -> assertThat(after).isBetween(12, 19));
    }

    /** Only for those without JavaScript: the script follows by itself. */
    private static int refresh(Visitor visitor) {
        assertThat(visitor.page.select("meta[http-equiv=refresh]")).hasSize(1);
        return Integer.parseInt(
                visitor.page.select("noscript > meta[http-equiv=refresh]").attr("content"));
    }

    private static void enrol(Visitor visitor, String room, String agdref) {
        String solution = Solver.solve(visitor.get(room).otherTab().get(room + "/defi").body);
        visitor.submit(room, Map.of("agdref", agdref, "altcha", solution));
        assertThat(visitor.page.select("h1").text()).contains("enregistrée");
    }

    /** As an operator would, two hours before its enrolment. */
    private void announce(String release) {
        LocalDateTime now = LocalDateTime.now(CAYENNE).truncatedTo(ChronoUnit.MINUTES);
        LocalDate first = LocalDate.ofInstant(
                site.schedule(site.desk).slots().get(0).slot().start(), CAYENNE);
        site.importDesks(
                "    releases:\n      - {id: %s, opens: %s, enrolment-from: %s, from: %s, to: %s, waiting-room: true}\n"
                        .formatted(release, now.plusHours(3), now.plusHours(2), first, first.plusYears(1)));
    }

    /** Changes the release, and has the instances read it again. */
    private void tell(String change, String release) {
        site.sql(change, release);
        site.sql("update desk set version = version + 1 where id = $1", site.desk);
    }

    private static String sha256(String key) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(HexFormat.of().parseHex(key)));
    }
}
