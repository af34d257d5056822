package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.Instance;
import fr.creneau.bus.Bus;
import fr.creneau.challenge.Solver;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;

/** A whole instance on a Redis of whatever kind, with some small desks, and one more behind a waiting room that is open. */
final class ManyDesks implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/confirmation/[\\w-]+)");
    private static final String RELEASE = "essai";
    private static final String HOURS = "08:00-10:00";
    private static final int SEATS = 3;

    final List<String> desks;
    private final String room;
    private final Vertx vertx = Vertx.vertx();
    private final MailCatcher mails = MailCatcher.start();
    private final Config.Postgres postgres = Backends.freshDatabase();
    private final String address;
    private final Instance instance;

    ManyDesks(Config.Redis redis, List<String> desks, String room, Path folder) throws IOException {
        this.desks = desks;
        this.room = room;
        int port = Ports.free();
        address = "http://localhost:" + port;
        Map<String, String> environment = TestConfig.programs(postgres, mails.smtp(), redis, port);
        for (String desk : desks) {
            new SampleDesk(desk, 1, HOURS, SEATS).importInto(environment, folder);
        }
        LocalDateTime opened = LocalDateTime.now(SampleDesk.ZONE).minusHours(1).truncatedTo(ChronoUnit.MINUTES);
        new SampleDesk(room, 1, HOURS, SEATS)
                .with(new SampleDesk.Release(RELEASE, opened, true))
                .importInto(environment, folder);
        instance = Instance.start(vertx, ConfigLoader.load(null, environment)).await();
        assertBooksAreRight();
    }

    /** Somebody for whom the desk is. */
    Journey answered(String desk) {
        Journey journey = new Journey(new Visitor(path -> address + path), desk);
        again(journey::answered);
        return journey;
    }

    /** Somebody whose turn it is, at the calendar. */
    Journey calledIn() {
        Journey journey = answered(room);
        Visitor visitor = journey.visitor;
        String queue = journey.root + "/file/" + RELEASE;
        again(() -> {
            visitor.get(queue);
            String token = visitor.page.select("input[name=csrf]").attr("value");
            String challenge = visitor.get(queue + "/defi").body;
            visitor.post(queue, Map.of("csrf", token, "agdref", journey.agdref, "altcha", Solver.solve(challenge)));
            assertThat(visitor.status).as(visitor.body).isEqualTo(200);
        });
        await().atMost(PATIENCE)
                .until(() -> new JsonObject(visitor.get(queue + "/etat").body)
                        .getString("etat")
                        .equals("tour"));
        again(() -> {
            visitor.get(queue).submit(queue + "/entrer", Map.of());
            assertThat(visitor.path).isEqualTo(journey.root + "/plage");
        });
        return journey;
    }

    /** From the first mail. */
    void confirm(Journey journey) {
        await().atMost(PATIENCE).until(() -> !mails.receivedBy(journey.email).isEmpty());
        Matcher link =
                LINK.matcher(MailCatcher.text(mails.receivedBy(journey.email).get(0), "text/plain"));
        assertThat(link.find()).isTrue();
        again(() -> {
            journey.visitor.post(link.group(1), Map.of());
            assertThat(count("select count(*) from booking where state = 'BOOKED' and email = ?", journey.email))
                    .isEqualTo(1);
        });
    }

    /** Whoever is told to wait a little tries again: while a node is replaced, or on a machine that is very busy. */
    static void again(ThrowingRunnable step) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .ignoreExceptions()
                .untilAsserted(step);
    }

    /** Redis has heard of all that happened. */
    void awaitTold() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from seat where not mirrored") == 0);
    }

    int booked() {
        return count("select count(*) from booking where state = 'BOOKED'");
    }

    /** Each request has the seat it names, and Redis gives what PostgreSQL has not given: nobody holds a seat meanwhile. */
    void assertBooksAreRight() {
        assertThat(count("select count(*) from booking b full join seat s on s.booking_id = b.id"
                        + " where b.id is null and s.booking_id is not null or b.state in ('PENDING', 'BOOKED')"
                        + " and (s.slot_id is null or (b.slot_id, b.seat_no) <> (s.slot_id, s.seat_no))"))
                .isZero();
        for (String desk : desks) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> freeInRedis(desk) == free(desk));
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> freeInRedis(room) == free(room));
    }

    private int freeInRedis(String desk) {
        CountOutcome counted = Bus.of(vertx)
                .request(HoldMessages.COUNT, new HoldMessages.Count(new DeskId(desk)))
                .await();
        return ((CountOutcome.Counted) counted)
                .free().values().stream().mapToInt(Integer::intValue).sum();
    }

    private int free(String desk) {
        return count(
                "select count(*) from seat join slot on slot.id = slot_id where desk_id = ? and booking_id is null",
                desk);
    }

    private int count(String query, String... values) {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://%s:%d/%s".formatted(postgres.host(), postgres.port(), postgres.database()),
                        postgres.user(),
                        postgres.password().value());
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        instance.close().await();
        vertx.close().await();
        mails.close();
    }
}
