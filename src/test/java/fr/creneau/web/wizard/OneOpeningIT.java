package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.Instance;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.pg.Migrations;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.PlannedRelease;
import fr.creneau.schedule.file.ScheduleFile;
import fr.creneau.schedule.file.ScheduleFile.Reading;
import fr.creneau.schedule.imports.ScheduleImport;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two instances, each an hour off in another direction, run before an opening and through it: nothing is restarted. */
class OneOpeningIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void instances_with_wrong_clocks_begin_to_sell_at_the_same_instant_of_redis() throws Exception {
        // One each, as two machines have: on one, the two would answer each other's messages.
        List<Vertx> machines = List.of(Vertx.vertx(), Vertx.vertx());
        try (MailCatcher mails = MailCatcher.start();
                RedisProcess redis = RedisProcess.server()) {
            Map<String, String> environment =
                    TestConfig.environment(Backends.freshDatabase(), mails.smtp(), Ports.free());
            environment.put(
                    "CRENEAU_REDIS_ENDPOINTS", redis.config().endpoints().get(0));
            environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
            Config config = ConfigLoader.load(null, environment);
            announce(config, Instant.now().plus(Duration.ofDays(1)));
            List<Journey> journeys = new ArrayList<>();
            for (Duration wrongBy : List.of(Duration.ofHours(-1), Duration.ofHours(1))) {
                int port = Ports.free();
                String address = "http://localhost:" + port;
                environment.putAll(
                        Map.of("CRENEAU_HTTP_PORT", String.valueOf(port), "CRENEAU_HTTP_PUBLIC_URL", address));
                Config own = ConfigLoader.load(null, environment);
                Instance.start(
                                machines.get(journeys.size()),
                                own,
                                Clock.offset(Clock.systemUTC(), wrongBy),
                                router -> {})
                        .await();
                Journey journey = new Journey(new Visitor(path -> address + path), "cayenne");
                journeys.add(journey.answered());
            }
            // Twice as far ahead as such an announcement takes on this machine, and a bit: it must be heard of before.
            Instant begun = now(redis);
            Instant farAhead = begun.plus(Duration.ofDays(2));
            announce(config, farAhead);
            heard(redis, farAhead);
            Duration ahead = Duration.between(begun, now(redis)).multipliedBy(2).plusSeconds(2);
            Instant opens = now(redis).plus(ahead);
            announce(config, opens);
            String slot = heard(redis, opens);
            assertThat(now(redis)).as("the opening is still ahead").isBefore(opens);
            sellFrom(opens, journeys, slot, redis);
        } finally {
            machines.forEach(machine -> machine.close().await());
        }
    }

    /** Both ask in turn until both have a seat: refused while it is too early, never after. */
    private static void sellFrom(Instant opens, List<Journey> journeys, String slot, RedisProcess redis)
            throws IOException {
        List<Journey> waiting = new ArrayList<>(journeys);
        List<Journey> refused = new ArrayList<>();
        for (Journey journey : journeys) {
            journey.visitor.get(journey.root + "/descriptif");
        }
        List<String> tokens = journeys.stream()
                .map(journey -> journey.visitor.page.select("input[name=csrf]").attr("value"))
                .toList();
        while (!waiting.isEmpty()) {
            for (Journey journey : List.copyOf(waiting)) {
                Visitor visitor = journey.visitor;
                Instant before = now(redis);
                visitor.post(
                        journey.root + "/plage", Map.of("csrf", tokens.get(journeys.indexOf(journey)), "plage", slot));
                if (visitor.status == 409) {
                    assertThat(before).as("asked and refused").isBefore(opens);
                    assertThat(visitor.page.text()).contains("Cette plage n’est pas encore ouverte");
                    refused.add(journey);
                } else {
                    assertThat(visitor.path).isEqualTo(journey.root + "/securite");
                    assertThat(now(redis)).as("sold").isAfterOrEqualTo(opens);
                    waiting.remove(journey);
                }
            }
        }
        assertThat(refused).containsAll(journeys);
    }

    /** The sample, all of its first desk in one release. */
    private static void announce(Config config, Instant opens) throws Exception {
        Instant now = Instant.now();
        try (InputStream sample = OneOpeningIT.class.getResourceAsStream("/schedule/cayenne.yaml")) {
            String text = new String(sample.readAllBytes(), StandardCharsets.UTF_8);
            PlannedDesk desk =
                    ((Reading.Read) ScheduleFile.read(text, now)).desks().get(0);
            Release release = new Release(new ReleaseId("all"), desk.desk().id(), opens, opens, false);
            LocalDate today = LocalDate.ofInstant(now, desk.desk().zone());
            PlannedDesk released = new PlannedDesk(
                    desk.desk(), List.of(new PlannedRelease(release, today, today.plusYears(1))), desk.slots());
            Migrations.run(config.postgres());
            assertThat(new ScheduleImport(config.postgres()).run(List.of(released), now, false))
                    .isInstanceOf(ScheduleImport.Outcome.Done.class);
        }
    }

    /** The last slot on sale, once Redis has heard when it opens. */
    private static String heard(RedisProcess redis, Instant opens) throws IOException {
        await().atMost(PATIENCE)
                .until(() -> redis.ask("HGET {cayenne}:meta epoch").lines().count() > 1);
        String keys = "{cayenne}:" + word(redis.ask("HGET {cayenne}:meta epoch")) + ":";
        String slot = word(redis.ask("ZRANGE " + keys + "slots -1 -1"));
        await().atMost(PATIENCE)
                .until(() -> word(redis.ask("HGET " + keys + "slot:" + slot + " opens"))
                        .equals(String.valueOf(opens.toEpochMilli())));
        return slot;
    }

    private static Instant now(RedisProcess redis) throws IOException {
        String[] lines = redis.ask("TIME").split("\r\n", -1);
        return Instant.ofEpochMilli(Long.parseLong(lines[2]) * 1_000 + Long.parseLong(lines[4]) / 1_000);
    }

    /** The last word of an answer. */
    private static String word(String answer) {
        String[] lines = answer.strip().split("\r\n", -1);
        return lines[lines.length - 1];
    }
}
