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
import fr.creneau.testkit.SampleFile;
import fr.creneau.testkit.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
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

    private WholeSite(MailCatcher mails, Config config) {
        this.mails = mails;
        this.config = config;
        instance =
                Instance.start(vertx, config, Clock.systemUTC(), router -> {}).await();
    }

    static WholeSite start() {
        emptyRedis();
        MailCatcher mails = MailCatcher.start();
        Map<String, String> settings = TestConfig.environment(Backends.freshDatabase(), mails.smtp(), Ports.free());
        // The browser solves challenges as ever, only sooner: how hard they are is another test's matter.
        settings.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        Config config = ConfigLoader.load(null, settings);
        SampleFile.importInto(config);
        importFull(config);
        return new WholeSite(mails, config);
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

    /** The hold placed last on that slot ran out a moment ago, by Redis's own clock. */
    void expireLastHold(String desk, String slot) {
        String script = """
                local p = KEYS[1] .. ':' .. redis.call('HGET', KEYS[1] .. ':meta', 'epoch') .. ':'
                local ended = tonumber(redis.call('TIME')[1]) * 1000 - 1000
                local last, seat, session = -1, nil, nil
                for _, held in ipairs(redis.call('ZRANGE', p .. 'exp', 0, -1)) do
                  local of, number = string.match(held, '^(.+):(%d+)$')
                  local holder = redis.call('HGET', p .. 'slot:' .. of, 'h' .. number)
                  local row = holder and redis.call('GET', p .. 'held:' .. holder) or ''
                  local fence = tonumber(string.match(row, '^.-\\n.-\\n.-\\n(%d+)\\n')) or -1
                  if of == ARGV[1] and fence > last then last, seat, session = fence, held, holder end
                end
                local key = p .. 'held:' .. session
                local begin, behind = string.match(redis.call('GET', key), '^(.-\\n.-\\n.-\\n.-\\n.-\\n).-(\\n.*)$')
                redis.call('SET', key, begin .. ended .. behind, 'KEEPTTL')
                return redis.call('ZADD', p .. 'exp', 'XX', 'CH', ended, seat)
                """;
        Request expire = Request.cmd(Command.EVAL)
                .arg(script)
                .arg(1)
                .arg("{" + desk + "}")
                .arg(slot);
        if (inRedis(expire).toInteger() != 1) {
            throw new AssertionError("no hold on " + slot);
        }
    }

    private static Response inRedis(Request request) {
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(vertx, Backends.redis().endpoints().get(0));
        try {
            return redis.send(request).await();
        } finally {
            redis.close().await();
            vertx.close().await();
        }
    }

    /** The sample desks bear the same names in each class of tests, each on a database of its own. */
    private static void emptyRedis() {
        inRedis(Request.cmd(Command.FLUSHALL));
    }

    private static void importFull(Config config) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        if (new ScheduleCommand().run(List.of("import", "classpath:schedule/full.yaml"), config, out) != 0) {
            throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        instance.close().await();
        vertx.close().await();
        mails.close();
    }
}
