package fr.creneau.journey;

import fr.creneau.Instance;
import fr.creneau.config.Config;
import fr.creneau.schedule.ScheduleCommand;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One instance on real backends, with the sample desks on sale, and the mails it sends. */
final class WholeSite implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/(?:confirmation|rendez-vous)/[\\w-]+)");

    private final MailCatcher mails = MailCatcher.start();
    private final Vertx vertx = Vertx.vertx();
    private final Config config;
    private final Instance instance;

    private WholeSite() {
        config = TestConfig.of(Backends.freshDatabase(), mails.smtp(), Ports.free());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = new ScheduleCommand()
                .run(
                        List.of("import", "classpath:schedule/cayenne.yaml"),
                        config,
                        new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
        instance =
                Instance.start(vertx, config, Clock.systemUTC(), router -> {}).await();
    }

    static WholeSite start() {
        return new WholeSite();
    }

    /** The address browsers use, without a slash at its end. */
    String url() {
        return config.http().publicUrl().toString();
    }

    /** The path of the link in the mail of that number to that address, once it has come. */
    String linkInMail(String address, int number) {
        List<MimeMessage> received = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> mails.receivedBy(address), mine -> mine.size() >= number);
        Matcher link = LINK.matcher(MailCatcher.text(received.get(number - 1), "text/plain"));
        if (!link.find()) {
            throw new AssertionError("no link in mail " + number);
        }
        return link.group(1);
    }

    @Override
    public void close() {
        instance.close().await();
        vertx.close().await();
        mails.close();
    }
}
