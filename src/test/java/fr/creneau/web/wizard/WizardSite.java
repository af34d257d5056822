package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingVerticle;
import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeVerticle;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.crypto.Keyring;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.idempotency.IdempotencyVerticle;
import fr.creneau.limit.LimitVerticle;
import fr.creneau.mail.MailVerticle;
import fr.creneau.pg.Pools;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.ScheduleVerticle;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.SampleFile;
import fr.creneau.waitingroom.WaitingRoomVerticle;
import fr.creneau.web.Assets;
import fr.creneau.web.WebVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole site on real Redis, PostgreSQL and SMTP, with the two sample desks under names nobody else uses. */
public final class WizardSite implements AutoCloseable {
    private static final AtomicInteger sites = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LINK =
            Pattern.compile("http://localhost(/(?:confirmation|rendez-vous)/[A-Za-z0-9_-]+)");

    public final Vertx vertx = Vertx.vertx();
    public final Bus bus = Bus.of(vertx);
    public final MailCatcher mails = MailCatcher.start();
    public final String desk =
            "cayenne-" + sites.incrementAndGet() + "-" + ProcessHandle.current().pid();
    /** One seat a slot. */
    public final String smallDesk = "kourou-" + desk;

    public final WebVerticle web;
    /** The same whenever it is imported again. */
    private final String sample = SampleFile.text();

    private final Config config;
    public final Pool pool;

    /** @param settings environment variables without CRENEAU_ in front */
    public WizardSite(Map<String, String> settings) {
        this(settings, postgres -> postgres);
    }

    /** @param line by which way PostgreSQL is reached */
    public WizardSite(Map<String, String> settings, UnaryOperator<Config.Postgres> line) {
        config = config(settings, line.apply(Backends.freshDatabase()));
        importDesks("");
        pool = Pools.open(vertx, config.postgres());
        web = new WebVerticle(config, Clock.systemUTC(), Assets.load(Optional.empty()));
        for (Deployable verticle : List.of(
                new LimitVerticle(config),
                new IdempotencyVerticle(config),
                new HoldVerticle(config),
                new BookingVerticle(config, Clock.systemUTC()),
                new ScheduleVerticle(config, Clock.systemUTC()),
                new ChallengeVerticle(config, pool, Clock.systemUTC()),
                new MailVerticle(config, pool, Clock.systemUTC()),
                new WaitingRoomVerticle(config, pool, Clock.systemUTC()),
                web)) {
            wait(vertx.deployVerticle(verticle));
        }
        for (String id : List.of(desk, smallDesk)) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> hasFree(id));
        }
    }

    public String url(String path) {
        return "http://localhost:" + web.port() + path;
    }

    public DeskSchedule schedule(String id) {
        Snapshot snapshot = wait(bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current()));
        return snapshot.desk(new DeskId(id)).orElseThrow();
    }

    /** Seats that could be held now, over all slots of a desk. */
    public int freeSeats(String id) {
        CountOutcome counted = wait(bus.request(HoldMessages.COUNT, new HoldMessages.Count(new DeskId(id))));
        return ((CountOutcome.Counted) counted)
                .free().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** All mails asked for so far are a minute old. */
    public void ageMails() {
        wait(pool.query("update outbox set created_at = created_at - interval '1 minute'")
                .execute());
    }

    /** The link in the mail of that number (0 is the first) to that address, without the host, once it has come. */
    public String linkInMail(String address, int number) {
        await().atMost(PATIENCE).until(() -> mails.receivedBy(address).size() > number);
        Matcher link = LINK.matcher(MailCatcher.text(mails.receivedBy(address).get(number), "text/plain"));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    /** Changes the database behind the site's back; how many rows. */
    public int sql(String statement, Object... values) {
        return wait(pool.preparedQuery(statement).execute(Tuple.from(values))).rowCount();
    }

    public String value(String query, Object... values) {
        return String.valueOf(wait(pool.preparedQuery(query).execute(Tuple.from(values)))
                .iterator()
                .next()
                .getValue(0));
    }

    /** Whether that person has a ticket of the release. */
    boolean hasTicket(ReleaseId release, String agdref) {
        byte[] person =
                Keyring.derive(List.of(config.security().personKey()), "person").mac(agdref);
        return value(
                        "select count(*) from ticket where release_id = $1 and person = $2",
                        release.value(),
                        Buffer.buffer(person))
                .equals("1");
    }

    public static <T> T wait(Future<T> future) {
        try {
            return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not done in time", late);
        }
    }

    @Override
    public void close() {
        wait(vertx.close());
        mails.close();
    }

    private boolean hasFree(String id) {
        return schedule(id).slots().stream().anyMatch(offer -> offer.free() > 0);
    }

    private Config config(Map<String, String> settings, Config.Postgres postgres) {
        Map<String, String> environment = new HashMap<>();
        environment.put("CRENEAU_HTTP_HOST", "127.0.0.1");
        environment.put("CRENEAU_HTTP_PORT", "0");
        environment.put("CRENEAU_HTTP_PUBLIC_URL", "http://localhost");
        environment.put("CRENEAU_HTTP_MAX_BODY_BYTES", "16384");
        environment.put("CRENEAU_HTTP_ALLOWED_HOSTS", "localhost,127.0.0.1");
        environment.put("CRENEAU_SECURITY_KEYS", "k".repeat(32));
        environment.put("CRENEAU_SECURITY_PERSON_KEY", "p".repeat(32));
        environment.put("CRENEAU_SECURITY_SECURE_COOKIES", "false");
        environment.put("CRENEAU_CHALLENGE_MAX_NUMBER", "1000");
        environment.put("CRENEAU_LIMITS_FORM_TIME", "0s");
        // Most tests look at a seat as soon as it is free: SelloutIT is the one about being told a moment later.
        environment.putIfAbsent("CRENEAU_HOLDS_FULL_FOR", "0s");
        environment.put("CRENEAU_POSTGRES_HOST", postgres.host());
        environment.put("CRENEAU_POSTGRES_PORT", String.valueOf(postgres.port()));
        environment.put("CRENEAU_POSTGRES_DATABASE", postgres.database());
        environment.put("CRENEAU_POSTGRES_USER", postgres.user());
        environment.put("CRENEAU_POSTGRES_PASSWORD", postgres.password().value());
        environment.put("CRENEAU_REDIS_ENDPOINTS", Backends.redis().endpoints().get(0));
        environment.put("CRENEAU_SMTP_HOST", mails.smtp().host());
        environment.put("CRENEAU_SMTP_PORT", String.valueOf(mails.smtp().port()));
        environment.put("CRENEAU_SMTP_START_TLS", "disabled");
        settings.forEach((key, value) -> environment.put("CRENEAU_" + key, value));
        return ConfigLoader.load(null, environment);
    }

    /** @param more lines of the larger desk, besides those of the sample */
    void importDesks(String more) {
        SampleFile.importInto(
                config,
                sample.replaceFirst("(?m)^    slots:", more + "    slots:")
                        .replace("id: cayenne", "id: " + desk)
                        .replace("id: kourou", "id: " + smallDesk));
    }
}
