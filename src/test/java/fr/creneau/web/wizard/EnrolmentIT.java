package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.challenge.Solver;
import fr.creneau.testkit.FreezingProxy;
import fr.creneau.testkit.MailCatcher;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Enrolling for a draw, as people do and as scripts do. */
class EnrolmentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{3} ?[0-9]{3}\\b");
    private static FreezingProxy line;
    private static WizardSite site;
    private static Releases release;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(
                Map.of(
                        "LIMITS_ENROLMENTS_PER_SESSION", "2/1h",
                        "LIMITS_ENROLMENTS_PER_PERSON", "3/1h",
                        "WAITING_ROOM_MAX_ENROLLING", "1",
                        "CHALLENGE_CALM_ENROLMENTS", "2",
                        "CHALLENGE_MAX_NUMBER_UNDER_LOAD", "6000"),
                postgres -> {
                    line = new FreezingProxy(postgres);
                    return line.postgres(Duration.ofSeconds(5));
                });
        release = new Releases(site, site.desk, 40);
    }

    @AfterAll
    static void stop() {
        site.close();
        line.close();
    }

    @Test
    void oneBrowserEnrolsAFewPeopleAnHourAndKeepsWhatWasTyped() {
        Visitor visitor = new Journey(site).answered().visitor;
        assertThat(enrol(visitor, "9731000001").path).isEqualTo(release.root());
        assertThat(enrol(visitor, "9731000002").path).isEqualTo(release.root());
        enrol(visitor, "9731000003");
        assertThat(visitor.status).isEqualTo(429);
        assertThat(Integer.parseInt(visitor.retryAfter)).isBetween(1_700, 1_800);
        assertThat(visitor.page.select("#notice").text()).contains("Trop d’inscriptions");
        assertThat(visitor.page.select("#agdref").val()).isEqualTo("9731000003");
        assertThat(ticketOf("9731000003")).isFalse();
    }

    @Test
    void onePersonIsEnrolledFromAFewBrowsersAnHour() {
        for (int browser = 0; browser < 3; browser++) {
            Visitor visitor = enrol(new Journey(site).answered().visitor, "9731000010");
            assertThat(visitor.status).as(visitor.page.text()).isEqualTo(200);
        }
        assertThat(enrol(new Journey(site).answered().visitor, "9731000010").status)
                .isEqualTo(429);
    }

    @Test
    void whatFillsTheHiddenFieldIsNotEnrolledAndAPersonPressesAgain() {
        Visitor visitor = new Journey(site).answered().visitor;
        visitor.get(release.root());
        assertThat(visitor.page.select("[aria-hidden=true] #remarque")).hasSize(1);
        String solution = solve(visitor);
        visitor.submit(
                release.root(), Map.of("agdref", "9731000020", "altcha", solution, "remarque", "https://example.org"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#notice").text()).contains("champ caché");
        assertThat(ticketOf("9731000020")).isFalse();
        visitor.submit(release.root(), Map.of("altcha", solution));
        assertThat(visitor.page.text()).contains("est enregistrée");
    }

    @Test
    void theMoreTicketsAMinuteTheHarderTheProof() {
        for (int person = 30; person < 36; person++) {
            enrol(new Journey(site).answered().visitor, "97310000" + person);
        }
        Visitor visitor = new Journey(site).answered().visitor.get(release.root());
        await().atMost(PATIENCE)
                .until(() ->
                        new JsonObject(visitor.get(release.root() + "/defi").body).getInteger("maxnumber") >= 3_000);
        assertThat(new JsonObject(visitor.body).getInteger("maxnumber")).isLessThanOrEqualTo(6_000);
    }

    @Test
    void whoComesWhenTooManyDoIsToldWhenToPressAgainAndKeepsTheNumber() {
        Visitor first = new Journey(site).answered().visitor.get(release.root());
        Visitor second = new Journey(site).answered().visitor.get(release.root());
        String one = solve(first);
        String other = solve(second);
        line.freeze();
        CompletableFuture<Visitor> waiting;
        try {
            waiting = CompletableFuture.supplyAsync(
                    () -> first.submit(release.root(), Map.of("agdref", "9731000040", "altcha", one)));
            // The first may not have reached the queue yet: the one who comes later is told.
            second.submit(release.root(), Map.of("agdref", "9731000041", "altcha", other));
            if (second.page.select("#notice").isEmpty()) {
                second = waiting.join();
            }
            assertThat(second.status).isEqualTo(503);
            assertThat(Integer.parseInt(second.retryAfter)).isBetween(2, 10);
            assertThat(second.page.select("#notice").text()).contains("en même temps");
            assertThat(second.page.select("#agdref").val()).startsWith("973100004");
        } finally {
            line.thaw();
        }
        waiting.join();
        // Once the first is written, or given up, there is room again.
        await().atMost(PATIENCE).until(() -> enrol(new Journey(site).answered().visitor, "9731000042").status == 200);
    }

    /** An outage is not to cost people the enrolments that they have. */
    @Test
    void whoPressesAgainSinceNothingCouldBeWrittenIsChargedOnce() {
        Visitor visitor = new Journey(site).answered().visitor.get(release.root());
        String form = visitor.page.select("input[name=csrf]").attr("value");
        Map<String, String> fields = Map.of("csrf", form, "agdref", "9731000045", "altcha", solve(visitor));
        line.freeze();
        try {
            for (int time = 0; time < 3; time++) {
                visitor.post(release.root(), fields);
                assertThat(visitor.status).isEqualTo(503);
            }
        } finally {
            line.thaw();
        }
        await().atMost(PATIENCE).until(() -> visitor.post(release.root(), fields).status != 503);
        assertThat(visitor.page.text()).contains("est enregistrée");
        assertThat(enrol(visitor, "9731000046").status).isEqualTo(200);
        assertThat(enrol(visitor, "9731000047").status).isEqualTo(429);
    }

    @Test
    void whoMistypedTheNumberSeesItsEndAndEnrolsAgainUntilTheDraw() {
        Visitor visitor = new Journey(site).answered().visitor;
        enrol(visitor, "F 9731 000 050");
        assertThat(visitor.page.select("dd").eachText()).contains("se termine par 0050");
        assertThat(visitor.page.text().replaceAll("\\s", "")).doesNotContain("9731000050");
        String number = visitor.page.select("dd").first().text();
        visitor.get(visitor.page.select("a[href*=corriger]").attr("href"));
        assertThat(visitor.page.select("#agdref").val()).isEqualTo("F 9731 000 050");
        visitor.submit(release.root(), Map.of("agdref", "9731000051", "altcha", solve(visitor)));
        assertThat(visitor.page.select("dd").eachText()).contains("se termine par 0051");
        assertThat(visitor.page.select("dd").first().text()).isNotEqualTo(number);
    }

    @Test
    void withoutJavaScriptAMailedCodeEnrols() {
        String address = "sans-script@example.org";
        Visitor visitor = new Journey(site).answered().visitor.get(release.root());
        String codePage = release.root() + "/code";
        assertThat(visitor.page.select("a[href=" + codePage + "]")).isNotEmpty();
        visitor.get(codePage).submit(codePage, Map.of("agdref", "", "courriel", "nobody"));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#errors li")).hasSize(2);
        visitor.submit(codePage, Map.of("agdref", "9731000060", "courriel", address));
        assertThat(visitor.path).isEqualTo(codePage + "?avis=code");

        String code = code(address);
        String wrong = code.equals("123456") ? "654321" : "123456";
        visitor.submit(codePage, Map.of("action", "verifier", "code", wrong));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#errors").text()).contains("Essais restants");
        assertThat(ticketOf("9731000060")).isFalse();
        visitor.submit(codePage, Map.of("action", "verifier", "code", code));
        assertThat(visitor.path).isEqualTo(release.root());
        assertThat(visitor.page.select("h1").text()).contains("enregistrée");
        assertThat(ticketOf("9731000060")).isTrue();

        // One code, one ticket.
        visitor.get(codePage).submit(codePage, Map.of("action", "verifier", "agdref", "9731000061", "code", code));
        assertThat(visitor.status).isEqualTo(422);
        assertThat(visitor.page.select("#notice").text()).contains("Aucun code");
        assertThat(ticketOf("9731000061")).isFalse();
    }

    @Test
    void aRightCodeStaysGoodWhenTheEnrolmentIsRefusedForAnotherReason() {
        Visitor visitor = new Journey(site).answered().visitor;
        enrol(visitor, "9731000080");
        enrol(visitor, "9731000082");
        String codePage = release.root() + "/code";
        visitor.get(codePage).submit(codePage, Map.of("agdref", "9731000081", "courriel", "limite@example.org"));
        String code = code("limite@example.org");
        for (int again = 0; again < 8; again++) {
            visitor.get(codePage).submit(codePage, Map.of("action", "verifier", "agdref", "9731000081", "code", code));
            assertThat(visitor.status).as(visitor.page.select("main").text()).isEqualTo(429);
        }
    }

    @Test
    void anotherSessionsCodeEnrolsNobody() {
        Visitor one = new Journey(site).answered().visitor;
        String codePage = release.root() + "/code";
        one.get(codePage).submit(codePage, Map.of("agdref", "9731000070", "courriel", "one@example.org"));
        String code = code("one@example.org");
        Visitor other = new Journey(site).answered().visitor;
        String token = other.get(codePage).page.select("input[name=csrf]").attr("value");
        other.post(codePage, Map.of("csrf", token, "action", "verifier", "agdref", "9731000071", "code", code));
        assertThat(other.status).isEqualTo(422);
        assertThat(ticketOf("9731000071")).isFalse();
    }

    private static String code(String address) {
        await().atMost(PATIENCE).until(() -> !site.mails.receivedBy(address).isEmpty());
        Matcher code =
                CODE.matcher(MailCatcher.text(site.mails.receivedBy(address).get(0), "text/plain"));
        assertThat(code.find()).isTrue();
        return code.group().replace(" ", "");
    }

    /** The form with that number, whatever comes of it. */
    private static Visitor enrol(Visitor visitor, String agdref) {
        visitor.get(release.root() + "?corriger=oui");
        return visitor.submit(release.root(), Map.of("agdref", agdref, "altcha", solve(visitor)));
    }

    private static String solve(Visitor visitor) {
        return Solver.solve(visitor.otherTab().get(release.root() + "/defi").body);
    }

    private static boolean ticketOf(String agdref) {
        return site.hasTicket(release.id, agdref);
    }
}
