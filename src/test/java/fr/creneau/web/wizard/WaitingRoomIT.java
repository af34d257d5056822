package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.SessionId;
import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.RedisProcess;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Waiting rooms as visitors meet them, without JavaScript once they have enrolled. One desk's release has two seats and is drawn; the
 * other's is open with many, so that whoever enrols is let in at once.
 */
class WaitingRoomIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static FragileSite fragile;
    private static RedisProcess redis;
    private static FreezingProxy line;
    private static WizardSite site;
    private static Releases open;

    @BeforeAll
    static void start() throws Exception {
        fragile = new FragileSite(Duration.ofSeconds(5), Map.of());
        redis = fragile.redis;
        line = fragile.line;
        site = fragile.site;
        open = new Releases(site, site.desk, 40);
        open.opens(Instant.now());
        await().atMost(PATIENCE)
                .until(() ->
                        open.room().filter(room -> room.result().isPresent()).isPresent());
    }

    @AfterAll
    static void stop() {
        fragile.close();
    }

    @Test
    void whoComesFirstInTheDrawChoosesFirstAndTheOthersAreToldWhereTheyStand() {
        Releases two = new Releases(site, site.smallDesk, 2);
        List<Visitor> visitors = IntStream.range(0, 4)
                .mapToObj(i -> enrolled(two, new Journey(new Visitor(site), site.smallDesk)))
                .toList();
        assertThat(visitors.get(2).page.select("h1").text()).contains("enregistrée");
        JsonObject before = new JsonObject(visitors.get(0).get(root(two) + "/preuve.json").body);
        assertThat(before.getString("commitment")).hasSize(64);
        assertThat(before.containsKey("key")).isFalse();

        two.openNow();
        Map<String, List<Visitor>> by = visitors.stream()
                .collect(Collectors.groupingBy(visitor -> state(two, visitor).getString("etat")));
        assertThat(by.get("tour")).hasSize(2);
        assertThat(by.get("attente")).hasSize(2);
        assertThat(visitors.stream().map(visitor -> state(two, visitor).getInteger("position")))
                .containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(by.get("attente").stream().map(visitor -> state(two, visitor).getBoolean("desistement")))
                .containsOnly(true);
        JsonObject after = new JsonObject(visitors.get(0).get(root(two) + "/preuve.json").body);
        assertThat(after.getString("commitment")).isEqualTo(before.getString("commitment"));
        assertThat(after.getString("key")).hasSize(64);
        assertThat(after.getInteger("tickets")).isEqualTo(4);

        Visitor first = by.get("tour").get(0);
        choose(two, first);
        assertThat(first.path).endsWith("/securite");
        // Back on the queue's page: the way to the seat that is held.
        assertThat(first.get(root(two)).page.select("h1").text()).contains("passé");
        assertThat(first.page
                        .select("main a[href=\"/rdv/" + two.desk + "/plage\"]")
                        .text())
                .contains("Poursuivre");
        assertThat(site.freeSeats(site.smallDesk)).isEqualTo(1);
        Visitor waiting = by.get("attente").get(0).get(root(two));
        assertThat(waiting.page.select("h1").text()).contains("dans la file");
        assertThat(waiting.page.select("noscript meta[http-equiv=refresh]")).hasSize(1);

        // The second gives the turn up: it goes to the next in line.
        Visitor second = by.get("tour").get(1);
        enter(two, second);
        second.get(root(two)).submit(root(two) + "/renoncer", Map.of());
        assertThat(second.page.select("h1").text()).contains("passé");
        await().atMost(PATIENCE)
                .until(() -> by.get("attente").stream()
                                .filter(visitor ->
                                        state(two, visitor).getString("etat").equals("tour"))
                                .count()
                        == 1);

        // Nothing left: said at once, to the last in line and to whoever comes later.
        two.withdrawAll();
        await().atMost(PATIENCE)
                .until(() -> by.get("attente").stream()
                        .anyMatch(
                                visitor -> state(two, visitor).getString("etat").equals("complet")));
        Visitor late = new Journey(new Visitor(site), site.smallDesk)
                .answered()
                .visitor
                .get(root(two));
        assertThat(late.page.select("h1").text()).contains("plus de place");
    }

    @Test
    void withoutATurnTheSlotsAreNeitherShownNorGiven() {
        Journey journey = new Journey(site).answered();
        journey.visitor.get(journey.root + "/plage");
        assertThat(journey.visitor.path).isEqualTo(root(open));
        String token = journey.visitor.page.select("input[name=csrf]").attr("value");
        String slot = freeSlot().value();
        journey.visitor.post(journey.root + "/plage", Map.of("csrf", token, "plage", slot));
        assertThat(journey.visitor.path).isEqualTo(root(open) + "?avis=passe");
        assertThat(journey.visitor.page.select("#notice").text()).contains("dont c’est le tour");
    }

    @Test
    void onTheBusNothingIsHeldWithoutAPassEither() {
        Place place = new Place(
                new DeskId(site.desk),
                freeSlot(),
                new SessionId("somebody"),
                Instant.now().plusSeconds(10));
        assertThat(WizardSite.wait(site.bus.request(HoldMessages.PLACE, place)))
                .isEqualTo(new PlaceOutcome.NoPass(open.id));
    }

    /** Somebody copied the ticket with its pass into a browser of their own. */
    @Test
    void aStolenPassOpensNothing() {
        Visitor owner = calledIn(new Journey(site));
        enter(open, owner);
        Journey thief = new Journey(site).answered();
        thief.visitor.cookies.put("file", owner.cookies.get("file"));
        thief.visitor.get(thief.root + "/plage");
        String token = thief.visitor.page.select("input[name=csrf]").attr("value");
        thief.visitor.post(
                thief.root + "/plage", Map.of("csrf", token, "plage", freeSlot().value()));
        assertThat(thief.visitor.path).isEqualTo(root(open) + "?avis=passe");
        // Nor does the ticket: the turn was taken up.
        thief.visitor.cookies.put("file", owner.cookies.get("file"));
        String fresh =
                thief.visitor.get(root(open)).page.select("input[name=csrf]").attr("value");
        thief.visitor.post(root(open) + "/entrer", Map.of("csrf", fresh));
        assertThat(thief.visitor.path).isEqualTo(root(open) + "?avis=ailleurs");
        // It gives nothing up either, and does not say so.
        thief.visitor.cookies.put("file", owner.cookies.get("file"));
        thief.visitor.get(root(open)).submit(root(open) + "/renoncer", Map.of());
        assertThat(thief.visitor.path).isEqualTo(root(open) + "?avis=pas-le-votre");
        assertThat(thief.visitor.page.select("h1").text()).contains("votre tour");
        assertThat(owner.get("/rdv/" + open.desk + "/plage").page.select("button[name=plage]"))
                .isNotEmpty();
    }

    @Test
    void theRequestMustBearTheNumberThatWasEnrolled() {
        Journey journey = new Journey(site);
        calledIn(journey);
        choose(open, journey.visitor);
        prove(journey);
        assertThat(journey.visitor.page.select("#agdref").val()).isEqualTo(journey.agdref);
        Map<String, String> details = journey.details();
        details.put("agdref", "9731999999");
        journey.visitor.submit(journey.root + "/coordonnees", details);
        assertThat(journey.visitor.status).isEqualTo(422);
        assertThat(journey.visitor.page.select("#errors").text()).contains("inscription au tirage");
        journey.visitor.submit(journey.root + "/coordonnees", journey.details());
        assertThat(journey.visitor.path).isEqualTo(journey.root + "/validation");
        journey.visitor.submit(journey.root + "/validation", Map.of());
        assertThat(journey.visitor.path).isEqualTo(journey.root + "/envoye");
    }

    @Test
    void enrollingAgainFromAnotherBrowserFindsTheSameTicket() {
        Journey journey = new Journey(site);
        Visitor first = calledIn(journey);
        Visitor second = enrol(open, new Visitor(site), journey.agdref);
        assertThat(state(open, second).getInteger("position"))
                .isEqualTo(state(open, first).getInteger("position"));
    }

    @Test
    void eventsTellWhereATicketStands() throws IOException {
        Visitor visitor = calledIn(new Journey(site));
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(site.url(root(open) + "/flux")).toURL().openConnection();
        connection.setRequestProperty("Cookie", "file=" + visitor.cookies.get("file"));
        connection.setReadTimeout((int) PATIENCE.toMillis());
        assertThat(connection.getContentType()).startsWith("text/event-stream");
        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).startsWith("retry: ");
            assertThat(events.readLine()).startsWith("data: {\"etat\":\"tour\"");
        }
    }

    @Test
    void lookingAsksNeitherRedisNorPostgres() {
        Visitor visitor = calledIn(new Journey(site));
        int position = state(open, visitor).getInteger("position");
        redis.kill();
        line.cut();
        try {
            for (int look = 0; look < 20; look++) {
                assertThat(state(open, visitor).getInteger("position")).isEqualTo(position);
                assertThat(visitor.get(root(open)).status).isEqualTo(200);
                assertThat(visitor.took).isLessThan(Duration.ofSeconds(1));
            }
        } finally {
            line.thaw();
            redis.start();
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> site.freeSeats(site.desk) > 0);
    }

    private static String root(Releases release) {
        return "/rdv/" + release.desk + "/file/" + release.id;
    }

    private static JsonObject state(Releases release, Visitor visitor) {
        return new JsonObject(visitor.get(root(release) + "/etat").body);
    }

    private static Visitor calledIn(Journey journey) {
        Visitor visitor = enrolled(open, journey);
        await().atMost(PATIENCE)
                .until(() -> state(open, visitor).getString("etat").equals("tour"));
        return visitor;
    }

    private static Visitor enrolled(Releases release, Journey journey) {
        return journey.enrolled(release).visitor;
    }

    private static Visitor enrol(Releases release, Visitor visitor, String agdref) {
        return new Journey(visitor, release.desk).enrolled(release, agdref).visitor;
    }

    private static void enter(Releases release, Visitor visitor) {
        visitor.get(root(release)).submit(root(release) + "/entrer", Map.of());
        assertThat(visitor.path).endsWith("/plage");
    }

    private static void choose(Releases release, Visitor visitor) {
        enter(release, visitor);
        // The calendar learns within a second what Redis has freed; until then it stays here and says that nothing is
        // free.
        String plage = visitor.path;
        await().atMost(PATIENCE)
                .until(() ->
                        !visitor.get(plage).page.select("button[name=plage]").isEmpty());
        assertThat(visitor.path).isEqualTo(plage);
        String slot = visitor.page.select("button[name=plage]").get(0).attr("value");
        visitor.submit("/rdv/" + release.desk + "/plage", Map.of("plage", slot));
    }

    private static void prove(Journey journey) {
        String token = journey.visitor.page.select("input[name=csrf]").attr("value");
        String challenge = journey.visitor.get(journey.root + "/securite/defi").body;
        journey.visitor.post(journey.root + "/securite", Map.of("csrf", token, "altcha", Solver.solve(challenge)));
        assertThat(journey.visitor.path).isEqualTo(journey.root + "/coordonnees");
    }

    /** The last one of which Redis has said that it has a free seat: the snapshot learns it within a second. */
    private static SlotId freeSlot() {
        await().atMost(PATIENCE)
                .until(() -> site.schedule(site.desk).slots().stream().anyMatch(offer -> offer.free() > 0));
        return site.schedule(site.desk).slots().stream()
                .filter(offer -> offer.free() > 0)
                .reduce((one, next) -> next)
                .orElseThrow()
                .slot()
                .id();
    }
}
