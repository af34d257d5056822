package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.Instance;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.RedisProcess;
import fr.creneau.testkit.SampleFile;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance whose machine has the wrong time serves like any other: all go by the time of Redis. */
class WrongClockIT {
    private static final String DESK = "cayenne";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("http://[^/\\s]+(/confirmation/[\\w-]+)");

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT1H"})
    void the_whole_journey_works_and_every_deadline_is_right(Duration wrongBy) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (MailCatcher mails = MailCatcher.start();
                RedisProcess redis = RedisProcess.server()) {
            Config config = config(mails, redis);
            Clock clock = Clock.offset(Clock.systemUTC(), wrongBy);
            Instance instance =
                    Instance.start(vertx, config, clock, router -> {}).await();
            Visitor visitor = new Visitor(path -> config.http().publicUrl() + path);
            Journey journey = new Journey(visitor, DESK);
            await().atMost(PATIENCE).until(() -> hasFree(journey));

            journey.held();
            assertThat(deadline(visitor)).isBetween(in(Duration.ofMinutes(4)), in(Duration.ofMinutes(5)));
            assertThat(Instant.parse(time(visitor).attr("data-now")))
                    .as("what the countdown counts from")
                    .isBetween(in(Duration.ofMinutes(-1)), in(Duration.ofSeconds(1)));
            visitor.get(journey.root + "/plage");
            assertThat(visitor.page.select(".cr-hold")).as("the seat held").hasSize(1);
            Journey booked = new Journey(new Visitor(path -> config.http().publicUrl() + path), DESK).submitted();
            assertThat(deadline(booked.visitor)).isBetween(in(Duration.ofMinutes(13)), in(Duration.ofMinutes(15)));

            await().atMost(PATIENCE).until(() -> !mails.receivedBy(booked.email).isEmpty());
            MimeMessage first = mails.receivedBy(booked.email).get(0);
            assertThat(sent(first)).isBetween(in(Duration.ofMinutes(-1)), in(Duration.ofSeconds(2)));
            Matcher link = LINK.matcher(MailCatcher.text(first, "text/plain"));
            assertThat(link.find()).isTrue();
            booked.visitor.get(link.group(1)).submit(link.group(1), Map.of());
            assertThat(booked.visitor.page.text()).contains("confirmé");
            instance.close().await();
        } finally {
            vertx.close().await();
        }
    }

    private static boolean hasFree(Journey journey) {
        journey.answered();
        return !journey.visitor
                .get(journey.root + "/plage")
                .page
                .select("button[name=plage]")
                .isEmpty();
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    private static Element time(Visitor visitor) {
        return visitor.page.select("time[datetime]").first();
    }

    private static Instant deadline(Visitor visitor) {
        return Instant.parse(time(visitor).attr("datetime"));
    }

    private static Instant sent(MimeMessage mail) throws MessagingException {
        return mail.getSentDate().toInstant();
    }

    private static Config config(MailCatcher mails, RedisProcess redis) {
        Map<String, String> environment = TestConfig.environment(Backends.freshDatabase(), mails.smtp(), Ports.free());
        environment.put("CRENEAU_REDIS_ENDPOINTS", redis.config().endpoints().get(0));
        environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        Config config = ConfigLoader.load(null, environment);
        SampleFile.importInto(config);
        return config;
    }
}
