package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.Language;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first page, the verdict, and what a crowd is told that comes too late, are made once for all who would read the same. */
class SharedPagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static WizardSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new WizardSite(Map.of());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** What another test took is counted: a slot that is shown as free can be taken. */
    @BeforeEach
    void allSeatsAreCounted() {
        await().atMost(PATIENCE)
                .until(() -> site.schedule(site.smallDesk).slots().stream()
                                .mapToInt(Offer::free)
                                .sum()
                        == site.freeSeats(site.smallDesk));
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
        List<String> slots = slots(stranger);
        String slot = slots.get(slots.size() / 2);
        assertThat(choose(answered(1), slot).visitor.path).endsWith("/securite");
        for (int i = 0; !holder.visitor.path.endsWith("/securite"); i++) {
            choose(holder, slots.get(i));
        }

        holder.visitor.get(holder.root + "/plage");
        for (Journey late : List.of(stranger, holder, stranger)) {
            late.visitor.post(late.root + "/plage", Map.of("csrf", token(late), "plage", slot));
            assertThat(late.visitor.status).isEqualTo(409);
            assertThat(late.visitor.page.select(".cr-hold")).hasSize(late == holder ? 1 : 0);
        }
    }

    /** A form may dribble in, and a store may take its time: what was known when it began must not be told to others afterwards. */
    @Test
    void aRefusalTellsWhatIsKnownWhenItIsMade() throws IOException {
        Journey slow = answered(1);
        Journey late = answered(1);
        List<String> slots = slots(slow);
        String full = slots.get(slots.size() - 1);
        assertThat(choose(answered(1), full).visitor.path).endsWith("/securite");
        Journey quick = answered(1);
        Journey early = answered(1);
        early.visitor.post(early.root + "/plage", Map.of("csrf", token(early), "plage", full));
        assertThat(early.visitor.status).isEqualTo(409);
        String near = proposals(early.visitor.page).get(0);

        URI address = URI.create(site.url(slow.root + "/plage"));
        String body = Visitor.encode(Map.of("csrf", token(slow), "plage", full));
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            send(
                    socket,
                    "POST " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nOrigin: http://"
                            + address.getAuthority() + "\r\nCookie: " + cookies(slow)
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                            + body.length() + "\r\nConnection: close\r\n\r\n");
            quick.visitor.post(quick.root + "/plage", Map.of("csrf", token(quick), "plage", near));
            assertThat(quick.visitor.path).endsWith("/securite");
            await().atMost(PATIENCE)
                    .until(() -> site.schedule(site.smallDesk)
                                    .offer(new SlotId(near))
                                    .orElseThrow()
                                    .free()
                            == 0);
            send(socket, body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 409").contains("vient d’être prise");
            assertThat(proposals(Jsoup.parse(answer))).isNotEmpty().doesNotContain(near);
        }
        choose(late, full);
        assertThat(late.visitor.status).isEqualTo(409);
        assertThat(proposals(late.visitor.page)).isNotEmpty().doesNotContain(near);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String cookies(Journey journey) {
        return journey.visitor.cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private static List<String> slots(Journey journey) {
        return journey.visitor.page.select("button[name=plage]").eachAttr("value").stream()
                .distinct()
                .toList();
    }

    private static List<String> proposals(Document page) {
        return page.select(".cr-day__slots--long.fr-mb-3w button[name=plage]").eachAttr("value");
    }

    @Test
    void whoHasToWaitIsToldForHowLong() throws Exception {
        try (WizardSite strict = new WizardSite(Map.of("LIMITS_HOLDS_PER_PREFIX", "12/1h"))) {
            int refused = 0;
            for (int i = 0; i < 40 && refused < 3; i++) {
                Journey journey = new Journey(new Visitor(strict), strict.desk).answered();
                journey.visitor.get(journey.root + "/plage");
                choose(journey, journey.freeSlot(0));
                if (journey.visitor.status == 429) {
                    refused++;
                    assertThat(Integer.parseInt(journey.visitor.retryAfter)).isBetween(1, 3_600);
                    assertThat(journey.visitor.page.select("main .fr-alert").text())
                            .containsPattern("\\d+ minutes?");
                    assertThat(journey.visitor.header("Cache-Control")).contains("no-store");
                    assertThat(journey.visitor.page.select("button[name=plage]"))
                            .isNotEmpty();
                    assertThat(proposals(journey.visitor.page)).isEmpty();
                }
            }
            assertThat(refused).isEqualTo(3);
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
    void theVerdictTellsEachTheirOwnDays() {
        List<Journey> people = List.of(verdict(0), verdict(1), verdict(2));
        List<String> first = people.stream().map(SharedPagesIT::told).toList();
        assertThat(first)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).contains("visa de régularisation"));
        for (Journey person : people) {
            person.visitor.get(person.root + "/verdict");
            assertThat(person.visitor.header("Cache-Control")).contains("no-store");
        }
        assertThat(people.stream().map(SharedPagesIT::told)).isEqualTo(first);
        for (int months = 0; months < people.size(); months++) {
            // The fee is owed from the day after the permit's last one.
            assertThat(first.get(months))
                    .contains(Dates.in(Language.FR).day(Journey.today().plusMonths(months)));
        }

        Journey english = people.get(1);
        english.visitor.get(english.root + "/verdict?lang=en");
        assertThat(english.visitor.page.select("html").attr("lang")).isEqualTo("en");
        assertThat(told(english))
                .contains(Dates.in(Language.EN).day(Journey.today().plusMonths(1)))
                .doesNotContain("visa de régularisation");
        Journey french = people.get(2);
        french.visitor.get(french.root + "/verdict");
        assertThat(told(french)).isEqualTo(first.get(2));
    }

    private static Journey verdict(int monthsToExpiry) {
        Journey journey = new Journey(new Visitor(site), site.smallDesk);
        String first = journey.root + "/descriptif";
        journey.visitor.get(first).submit(first, Journey.answers(Journey.today().plusMonths(monthsToExpiry)));
        assertThat(journey.visitor.path).endsWith("/verdict");
        return journey;
    }

    private static String told(Journey journey) {
        return journey.visitor.page.select("main").text();
    }

    @Test
    void whereToGoInsteadIsToldByTheReason() {
        Journey person = new Journey(new Visitor(site), site.smallDesk);
        Map<String, String> elsewhere = new HashMap<>(Journey.answers(Journey.today()));
        elsewhere.put("commune", "autre");
        String late = heading(person, Journey.answers(Journey.today().minusYears(2)));
        String prefecture = heading(person, elsewhere);
        String days = heading(person, Journey.answers(Journey.today()));
        assertThat(List.of(late, prefecture, days)).doesNotHaveDuplicates();
        assertThat(heading(person, Journey.answers(Journey.today().minusYears(2))))
                .isEqualTo(late);
        assertThat(heading(person, elsewhere)).isEqualTo(prefecture);
    }

    private static String heading(Journey person, Map<String, String> answers) {
        String first = person.root + "/descriptif";
        person.visitor.get(first).submit(first, answers);
        assertThat(person.visitor.path).endsWith("/verdict");
        return person.heading();
    }

    @Test
    void theFirstPageOfEachDeskIsItsOwnInEachLanguage() {
        Visitor visitor = new Visitor(site);
        String first = "/rdv/" + site.desk + "/descriptif";
        String other = "/rdv/" + site.smallDesk + "/descriptif";
        assertThat(visitor.get(first).page.select("form[data-keeps]").attr("action"))
                .isEqualTo(first);
        String french = visitor.page.title();
        assertThat(visitor.get(other).page.select("form[data-keeps]").attr("action"))
                .isEqualTo(other);
        assertThat(visitor.get(first + "?lang=en").page.title()).isNotEqualTo(french);
        assertThat(visitor.page.select("html").attr("lang")).isEqualTo("en");
        assertThat(new Visitor(site).get(first).page.title()).isEqualTo(french);
    }
}
