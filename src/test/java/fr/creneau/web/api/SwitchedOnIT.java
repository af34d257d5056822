package fr.creneau.web.api;

import static fr.creneau.web.api.ApiClient.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.Instance;
import fr.creneau.challenge.Solver;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleDesk;
import fr.creneau.testkit.SampleFile;
import fr.creneau.testkit.TestConfig;
import fr.creneau.web.wizard.Journey;
import fr.creneau.web.wizard.Visitor;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Waiting rooms switched on and off by importing the schedule again while an instance serves: pages and programs alike. */
@TestInstance(Lifecycle.PER_CLASS)
class SwitchedOnIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DAYS = 2;
    private static final int SEATS_A_SLOT = 20;

    private final Vertx vertx = Vertx.vertx();
    private final MailCatcher mails = MailCatcher.start();
    private final LocalDateTime now = LocalDateTime.now(SampleDesk.ZONE).truncatedTo(ChronoUnit.MINUTES);

    @TempDir
    Path folder;

    private RedisProcess redis;
    private Config config;
    private Instance instance;
    private final Map<String, String> files = new HashMap<>();

    @BeforeAll
    void start() throws Exception {
        redis = RedisProcess.server();
        config = ConfigLoader.load(
                null, TestConfig.environment(Backends.freshDatabase(), mails.smtp(), redis, Ports.free()));
        instance = Instance.start(vertx, config).await();
    }

    @AfterAll
    void stop() {
        instance.close().await();
        vertx.close().await();
        mails.close();
        redis.close();
    }

    @Test
    void before_the_opening_its_slots_go_to_those_who_enrolled() {
        String desk = "before";
        LocalDateTime later = now.plusHours(3);
        sell(desk, later, false);
        ApiClient stranger = program(desk);
        String slot = slot(stranger);
        assertThat(firstAnswer(stranger, slot)).isEqualTo("not-open");
        Visitor visitor = visitor(desk);
        assertThat(visitor.get(plage(desk)).path).isEqualTo(plage(desk));

        sell(desk, later, true);
        await().atMost(PATIENCE).until(() -> stranger.hold(slot).code().equals("no-turn"));
        await().atMost(PATIENCE).until(() -> visitor.get(plage(desk)).path.equals(room(desk)));
        assertThat(visitor.page.select("input[name=agdref]")).hasSize(1);
        ApiClient owner = program(desk);
        JsonObject ticket = enrolled(owner);
        String commitment = published(stranger).getString("commitment");

        sell(desk, now.minusHours(1), true);
        await().atMost(PATIENCE).until(() -> published(stranger).containsKey("key"));
        assertThat(published(stranger).getString("commitment")).isEqualTo(commitment);
        assertThat(stranger.hold(slot).code()).isEqualTo("no-turn");
        takeTurn(owner, ticket, slot);
    }

    @Test
    void after_the_opening_it_spares_who_holds_a_seat_and_turns_back_who_has_none() {
        String desk = "after";
        sell(desk, now.minusHours(1), false);
        ApiClient holder = program(desk);
        String slot = slot(holder);
        await().atMost(PATIENCE).until(() -> holder.hold(slot).status() == 201);
        Journey applicant = new Journey(new Visitor(this::url), desk);
        applicant.answered();
        await().atMost(PATIENCE)
                .until(() -> !applicant
                        .visitor
                        .get(plage(desk))
                        .page
                        .select("button[name=plage]")
                        .isEmpty());
        applicant.reviewed();
        Visitor choosing = visitor(desk).get(plage(desk));
        String token = choosing.page.select("input[name=csrf]").attr("value");

        sell(desk, now.minusHours(1), true);
        ApiClient late = program(desk);
        await().atMost(PATIENCE).until(() -> isTurnedBack(late, slot));
        JsonObject refusal = late.hold(slot).json();
        assertThat(refusal.getString("code")).isEqualTo("no-turn");
        assertThat(refusal.getString("release")).isEqualTo(release(desk));
        // Who was choosing when it was switched on is led to the queue, who comes is at once.
        await().atMost(PATIENCE)
                .until(() -> choosing.otherTab().get(plage(desk)).path.equals(room(desk)));
        choosing.post(plage(desk), Map.of("csrf", token, "plage", slot));
        assertThat(choosing.path).isEqualTo(room(desk) + "?avis=passe");
        assertThat(choosing.page.select("input[name=agdref]")).hasSize(1);

        // What was held is held, may be exchanged for another seat of the release, and becomes an appointment.
        assertThat(holder.get(holder.root + "/hold").status()).isEqualTo(200);
        expect(200, holder.prove());
        expect(201, holder.hold(otherSlot(holder)));
        expect(202, holder.book());
        applicant.visitor.submit(applicant.root + "/validation", Map.of());
        assertThat(applicant.visitor.path).isEqualTo(applicant.root + "/envoye");

        // The others queue in the order of their arrival and are let in.
        takeTurn(late, enrolled(late), slot);
    }

    @Test
    void switched_off_again_its_slots_are_anybodys_and_who_waited_is_led_to_them() {
        String desk = "off";
        sell(desk, now.plusHours(3), true);
        ApiClient stranger = program(desk);
        String slot = slot(stranger);
        await().atMost(PATIENCE).until(() -> stranger.hold(slot).code().equals("no-turn"));
        Visitor waiting = visitor(desk);
        await().atMost(PATIENCE).until(() -> waiting.get(room(desk)).status == 200);
        String solution = Solver.solve(waiting.otherTab().get(room(desk) + "/defi").body);
        waiting.submit(room(desk), Map.of("agdref", stranger.agdref, "altcha", solution));
        assertThat(waiting.page.select("h1").text()).contains("enregistrée");
        assertThat(waiting.get(room(desk) + "/etat").body).contains("\"inscrit\"");

        sell(desk, now.minusHours(1), false);
        await().atMost(PATIENCE).until(() -> stranger.hold(slot).status() == 201);
        await().atMost(PATIENCE)
                .until(() -> waiting.get(room(desk) + "/etat").body.equals("{\"etat\":\"ouvert\"}"));
        await().atMost(PATIENCE)
                .until(() -> !waiting.get(room(desk))
                        .page
                        .select("button[name=plage]")
                        .isEmpty());
        assertThat(waiting.path).isEqualTo(plage(desk));
        waiting.submit(plage(desk), Map.of("plage", slot));
        assertThat(waiting.path).isEqualTo("/rdv/" + desk + "/securite");

        // And on once more: the tickets of the first time are still good, the others turned back again.
        sell(desk, now.minusHours(1), true);
        ApiClient late = program(desk);
        await().atMost(PATIENCE).until(() -> isTurnedBack(late, slot));
        await().atMost(PATIENCE)
                .until(() -> waiting.get(room(desk) + "/etat").body.contains("\"tour\""));
    }

    /** Load comes where nobody expected it: ordinary days become a release that has opened, to give them a waiting room. */
    @Test
    void days_on_sale_get_one_though_people_have_seats_there() {
        String desk = "ordinary";
        SampleFile.importInto(config, file(desk).replaceFirst("(?s)    releases:.*", ""));
        ApiClient booked = program(desk);
        String slot = slot(booked);
        await().atMost(PATIENCE).until(() -> booked.hold(slot).status() == 201);
        expect(200, booked.prove());
        expect(202, booked.book());
        ApiClient holder = program(desk);
        expect(201, holder.hold(slot));

        sell(desk, now.minusHours(1), true);
        ApiClient late = program(desk);
        await().atMost(PATIENCE).until(() -> isTurnedBack(late, slot));
        expect(200, holder.prove());
        expect(202, holder.book());
        takeTurn(late, enrolled(late), slot);
    }

    /** What a hold is told once Redis has the desk's seats: of a desk just imported it may be told to come again. */
    private static String firstAnswer(ApiClient program, String slot) {
        return await().atMost(PATIENCE).until(() -> program.hold(slot).code(), code -> !"rebuilding".equals(code));
    }

    /** Once the instance has heard of the room, the holds have, within the moment that a message takes. */
    private static boolean isTurnedBack(ApiClient program, String slot) {
        if (!slots(program).getJsonObject(0).getBoolean("waitingRoom", false)) {
            return false;
        }
        if (program.hold(slot).status() == 409) {
            return true;
        }
        expect(204, program.send("DELETE", program.root + "/hold", null));
        return false;
    }

    private void takeTurn(ApiClient program, JsonObject ticket, String slot) {
        String path = releasePath(program) + "/tickets/" + ticket.getInteger("number");
        await().atMost(PATIENCE)
                .until(() -> expect(200, program.get(path)).getString("phase").equals("turn"));
        Map<String, String> token = Map.of("Authorization", "Bearer " + ticket.getString("token"));
        JsonObject turn = expect(200, program.send("POST", path + "/turn", "", token));
        // The session of the ticket, which the turn's token stands for.
        program.token = turn.getString("token");
        JsonObject wish = new JsonObject().put("slot", slot).put("pass", turn.getString("pass"));
        expect(201, program.send("PUT", program.root + "/hold", wish));
    }

    private static JsonObject enrolled(ApiClient program) {
        await().atMost(PATIENCE).until(() -> program.get(releasePath(program)).status() == 200);
        JsonObject challenge = expect(200, program.get(releasePath(program) + "/challenge"));
        JsonObject body =
                new JsonObject().put("agdref", program.agdref).put("altcha", Solver.solve(challenge.encode()));
        return expect(201, program.send("POST", releasePath(program) + "/tickets", body));
    }

    private static JsonObject published(ApiClient program) {
        return expect(200, program.get(releasePath(program)));
    }

    private static String slot(ApiClient program) {
        return slots(program).getJsonObject(0).getString("id");
    }

    private static String otherSlot(ApiClient program) {
        return slots(program).getJsonObject(1).getString("id");
    }

    private static JsonArray slots(ApiClient program) {
        return expect(200, program.get(program.root + "/slots")).getJsonArray("slots");
    }

    /** Puts the desk's days on sale as an operator would, all of them in one release. */
    private void sell(String desk, LocalDateTime opens, boolean waitingRoom) {
        SampleFile.importInto(
                config,
                file(desk)
                        .replaceFirst("opens: \\S+", "opens: " + opens)
                        .replaceFirst("waiting-room: \\S+", "waiting-room: " + waitingRoom));
    }

    /** The same days whenever it is imported again, though midnight comes in between. */
    private String file(String desk) {
        return files.computeIfAbsent(desk, first -> {
            SampleDesk days = new SampleDesk(desk, DAYS, "08:00-10:00", SEATS_A_SLOT);
            try {
                return Files.readString(days.with(new SampleDesk.Release(release(desk), now, false))
                        .write(folder));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    /** With a journey, once the instance has heard of the desk. */
    private ApiClient program(String desk) {
        ApiClient program = new ApiClient(this::url, desk);
        await().atMost(PATIENCE).until(() -> program.get(program.root).status() == 200);
        return program.begun();
    }

    private Visitor visitor(String desk) {
        return new Journey(new Visitor(this::url), desk).answered().visitor;
    }

    private String url(String path) {
        return config.http().publicUrl() + path;
    }

    private static String release(String desk) {
        return desk + "-days";
    }

    private static String releasePath(ApiClient program) {
        return program.root + "/releases/" + release(program.desk);
    }

    private static String plage(String desk) {
        return "/rdv/" + desk + "/plage";
    }

    private static String room(String desk) {
        return "/rdv/" + desk + "/file/" + release(desk);
    }
}
