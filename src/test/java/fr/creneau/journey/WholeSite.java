package fr.creneau.journey;

import fr.creneau.Instance;
import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.schedule.ScheduleCommand;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One instance on real backends, with the sample desks on sale, and the mails it sends. */
final class WholeSite implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** One seat a slot. */
    static final String SMALL_DESK = "kourou";
    /** Nothing on sale. */
    static final String FULL_DESK = "maripasoula";

    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/(?:confirmation|rendez-vous)/[\\w-]+)");
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    private final MailCatcher mails;
    private final Vertx vertx = Vertx.vertx();
    private final Config config;
    private final Instance instance;

    private final boolean first;

    private WholeSite(MailCatcher mails, Config config, boolean first) {
        this.mails = mails;
        this.first = first;
        this.config = config;
        instance =
                Instance.start(vertx, config, Clock.systemUTC(), router -> {}).await();
    }

    static WholeSite start() {
        emptyRedis();
        MailCatcher mails = MailCatcher.start();
        Config config = TestConfig.of(Backends.freshDatabase(), mails.smtp(), Ports.free());
        importDesks(config, "classpath:schedule/cayenne.yaml");
        importDesks(config, "classpath:schedule/full.yaml");
        return new WholeSite(mails, config, true);
    }

    /** A second instance on the same backends, with other settings. */
    WholeSite beside(Map<String, String> settings) {
        Map<String, String> environment = TestConfig.environment(config.postgres(), mails.smtp(), Ports.free());
        environment.putAll(settings);
        return new WholeSite(mails, ConfigLoader.load(null, environment), false);
    }

    /** The address browsers use, without a slash at its end. */
    String url() {
        return config.http().publicUrl().toString();
    }

    Books books() {
        return new Books(config.postgres());
    }

    /** Seats of a desk that could be held now. */
    int freeSeats(String desk) {
        CountOutcome counted = Bus.of(vertx)
                .request(HoldMessages.COUNT, new HoldMessages.Count(new DeskId(desk)))
                .await();
        return ((CountOutcome.Counted) counted)
                .free().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The mail of that number (1 is the first) to that address, once it has come. */
    MimeMessage mail(String address, int number) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> mails.receivedBy(address), mine -> mine.size() >= number)
                .get(number - 1);
    }

    /** How many mails that address has got. */
    int mailsTo(String address) {
        return mails.receivedBy(address).size();
    }

    /** The path of the link in the mail of that number to that address, once it has come. */
    String linkInMail(String address, int number) {
        return inMail(LINK, address, number);
    }

    /** The code in the mail of that number to that address, once it has come. */
    String codeInMail(String address, int number) {
        return inMail(CODE, address, number);
    }

    private String inMail(Pattern pattern, String address, int number) {
        Matcher found = pattern.matcher(MailCatcher.text(mail(address, number), "text/plain"));
        if (!found.find()) {
            throw new AssertionError("nothing like " + pattern + " in mail " + number);
        }
        return found.group(1);
    }

    /** The sample desks bear the same names in each class of tests, each on a database of its own. */
    private static void emptyRedis() {
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(vertx, Backends.redis().endpoints().get(0));
        redis.send(Request.cmd(Command.FLUSHALL)).await();
        redis.close().await();
        vertx.close().await();
    }

    private static void importDesks(Config config, String file) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        if (new ScheduleCommand().run(List.of("import", file), config, out) != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    /** The caught mails go with the site that was started first. */
    @Override
    public void close() {
        instance.close().await();
        vertx.close().await();
        if (first) {
            mails.close();
        }
    }
}
