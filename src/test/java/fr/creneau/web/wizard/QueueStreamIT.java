package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import fr.creneau.challenge.Solver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.slf4j.LoggerFactory;

/** The event streams of waiting rooms: how many there may be, and that all of them are told. */
class QueueStreamIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient client = HttpClient.newHttpClient();
    /** One for each test: a stream that ends late is logged late. */
    private WizardSite site;

    private Releases release;

    @BeforeEach
    void start() throws Exception {
        site = new WizardSite(Map.of("WAITING_ROOM_MAX_STREAMS", "5"));
        release = new Releases(site, site.desk, 2);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void aTicketHasThreeStreamsAndAllTicketsTogetherAsManyAsConfigured() throws Exception {
        Visitor one = enrolled();
        Visitor other = enrolled();
        List<HttpResponse<InputStream>> streams = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            streams.add(open(one));
        }
        assertThat(streams).allMatch(stream -> stream.statusCode() == 200);
        assertThat(open(one).statusCode()).isEqualTo(503);
        streams.add(open(other));
        streams.add(open(other));
        assertThat(streams).allMatch(stream -> stream.statusCode() == 200);
        assertThat(open(other).statusCode()).isEqualTo(503);

        // Browsers come back at different instants.
        List<BufferedReader> events = streams.stream()
                .map(HttpResponse::body)
                .map(body -> new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)))
                .toList();
        Set<String> retries = new HashSet<>();
        for (BufferedReader stream : events) {
            String retry = stream.readLine();
            assertThat(retry).startsWith("retry: ");
            assertThat(Integer.parseInt(retry.substring(7))).isBetween(2_000, 9_999);
            retries.add(retry);
            assertThat(stream.readLine()).contains("\"inscrit\"");
        }
        assertThat(retries).hasSizeGreaterThan(1);

        release.openNow();
        for (BufferedReader stream : events) {
            assertThat(next(stream, "\"tour\"")).contains("\"fin\"");
        }

        // Who leaves makes room.
        events.get(0).close();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            HttpResponse<InputStream> again = open(one);
            again.body().close();
            return again.statusCode() == 200;
        });
    }

    /** A stream that does not tell would be read for ever, and reading does not heed interrupts. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whoWaitsIsToldWhenTheRoomIsSwitchedOff() throws Exception {
        Visitor visitor = enrolled();
        BufferedReader events =
                new BufferedReader(new InputStreamReader(open(visitor).body(), StandardCharsets.UTF_8));
        assertThat(next(events, "data: ")).contains("\"inscrit\"");
        site.sql("update release set waiting_room = false where id = $1", release.id.value());
        site.sql("update desk set version = version + 1 where id = $1", site.desk);
        assertThat(next(events, "\"ouvert\"")).isEqualTo("data: {\"etat\":\"ouvert\"}");
        // What the page does then: it opens again.
        assertThat(visitor.get(release.root()).path).isEqualTo("/rdv/" + site.desk + "/plage");
    }

    /** What goes on around every request goes on around a stream: it is logged, once, when it is over. */
    @Test
    void aStreamThatIsLeftIsLogged() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger access = (Logger) LoggerFactory.getLogger("fr.creneau.access");
        Level before = access.getLevel();
        lines.start();
        access.addAppender(lines);
        access.setLevel(Level.INFO);
        try {
            HttpResponse<InputStream> stream = open(enrolled());
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(streams(lines)).isZero();
            stream.body().close();
            await().atMost(PATIENCE).until(() -> streams(lines) == 1);
        } finally {
            access.detachAppender(lines);
            access.setLevel(before);
        }
    }

    private static long streams(ListAppender<ILoggingEvent> lines) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains("/flux"))
                .count();
    }

    private static String next(BufferedReader stream, String with) throws IOException {
        String line = stream.readLine();
        while (line != null && !line.contains(with)) {
            line = stream.readLine();
        }
        return String.valueOf(line);
    }

    private HttpResponse<InputStream> open(Visitor visitor) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site.url(release.root() + "/flux")))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Cookie", "file=" + visitor.cookies.get("file"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private Visitor enrolled() {
        Journey journey = new Journey(site).answered();
        Visitor visitor = journey.visitor.get(release.root());
        String solution = Solver.solve(visitor.otherTab().get(release.root() + "/defi").body);
        return visitor.submit(release.root(), Map.of("agdref", journey.agdref, "altcha", solution));
    }
}
