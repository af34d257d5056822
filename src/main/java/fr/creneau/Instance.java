package fr.creneau;

import fr.creneau.booking.BookingVerticle;
import fr.creneau.challenge.ChallengeVerticle;
import fr.creneau.config.Config;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.idempotency.IdempotencyVerticle;
import fr.creneau.limit.LimitVerticle;
import fr.creneau.mail.MailVerticle;
import fr.creneau.mail.Specimen;
import fr.creneau.ops.Management;
import fr.creneau.ops.Unhandled;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.outbox.OutboxReport;
import fr.creneau.pg.Migrations;
import fr.creneau.pg.Pools;
import fr.creneau.redis.ClockVerticle;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisClock;
import fr.creneau.redis.RedisGateway;
import fr.creneau.schedule.ScheduleVerticle;
import fr.creneau.task.Workers;
import fr.creneau.waitingroom.WaitingRoomVerticle;
import fr.creneau.web.Assets;
import fr.creneau.web.SitePages;
import fr.creneau.web.WebVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of the site, made of its parts: schema, pool, verticles in the order in which they need each other, and the management
 * port last, so that an instance that answers there is whole. Several may run in one JVM, each on a Vert.x of its own.
 */
public final class Instance {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private static final LuaScript PING = LuaScript.of("ping", "return 1");

    /** A verticle, and how many of it. */
    private record Part(int copies, Supplier<Deployable> verticle) {}

    private final Vertx vertx;
    private final Config config;
    private final Pool database;
    /** For the readiness check alone: each verticle has its own. */
    private final RedisGateway redis;
    /** Makes the first mails, and keeps the threads that all share. */
    private final Workers papers;

    private final Deque<String> deployments = new ArrayDeque<>();
    private @Nullable Management management;

    private Instance(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config;
        this.database = Pools.open(vertx, config.postgres());
        this.redis = RedisGateway.open(vertx, config.redis());
        this.papers = Workers.open(vertx, Workers.PAPERS, 1);
    }

    /** Brings the schema up to date and starts everything; whatever had started is stopped again if something fails. */
    public static Future<Instance> start(Vertx vertx, Config config) {
        return start(vertx, config, Clock.systemUTC(), router -> {});
    }

    /**
     * @param clock of this machine; all go by that of Redis, however wrong this one is
     * @param inFront adds routes before those of the site
     */
    public static Future<Instance> start(Vertx vertx, Config config, Clock clock, Consumer<Router> inFront) {
        Unhandled.log(vertx);
        return vertx.executeBlocking(() -> {
                    Migrations.run(config.postgres());
                    SitePages.read();
                    return Assets.load(config.theme().dir());
                })
                .compose(assets -> {
                    Instance instance = new Instance(vertx, config);
                    return instance.start(instance.parts(new RedisClock(clock), assets, inFront))
                            .recover(failure -> instance.close().transform(closed -> Future.failedFuture(failure)));
                });
    }

    private Future<Instance> start(List<Part> parts) {
        Future<?> warm = papers.run(() -> {
            Specimen.compose();
            return true;
        });
        Future<?> deployed = Future.succeededFuture();
        for (Part part : parts) {
            deployed = deployed.compose(previous -> deploy(part));
        }
        return Future.join(deployed, warm)
                .compose(all -> Management.start(vertx, config.management(), checks(), this::mails))
                .map(started -> {
                    management = started;
                    log.info(
                            "serving {} on port {}",
                            config.http().publicUrl(),
                            config.http().port());
                    return this;
                });
    }

    /** What is deployed, each after what it needs. */
    private List<Part> parts(RedisClock clock, Assets assets, Consumer<Router> inFront) {
        return List.of(
                new Part(1, () -> new ClockVerticle(config.redis(), clock)),
                new Part(1, () -> new LimitVerticle(config)),
                new Part(1, () -> new IdempotencyVerticle(config)),
                new Part(1, () -> new HoldVerticle(config)),
                new Part(1, () -> new BookingVerticle(config, clock)),
                new Part(1, () -> new ScheduleVerticle(config, clock)),
                new Part(1, () -> new MailVerticle(config, database, clock)),
                new Part(1, () -> new ChallengeVerticle(config, database, clock)),
                new Part(1, () -> new WaitingRoomVerticle(config, database, clock)),
                new Part(cores(), () -> new WebVerticle(config, clock, assets, inFront)));
    }

    private Map<String, Supplier<Future<?>>> checks() {
        return Map.of(
                "postgresql", () -> database.query("select 1").execute(),
                "redis", () -> redis.run(PING, List.of("creneau-ready"), List.of()));
    }

    private Future<JsonObject> mails() {
        return new OutboxReport(new OutboxQueue(database)).read();
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Where the management port is: not as configured if that is 0. */
    public int managementPort() {
        return management == null ? config.management().port() : management.port();
    }

    /**
     * Leaves without anybody noticing: not ready any more, after the configured delay no new connections, then what is under way is
     * finished, part by part in reverse order.
     */
    public Future<Void> drain() {
        log.info("leaving: not ready from now on");
        if (management != null) {
            management.leave();
        }
        long delay = config.http().drain().toMillis();
        return (delay == 0 ? Future.succeededFuture() : vertx.timer(delay)).compose(elapsed -> close());
    }

    /** Accepts nothing more, and finishes what is under way. */
    public Future<Void> close() {
        return undeploy()
                .eventually(database::close)
                .eventually(redis::close)
                .eventually(papers::close)
                .eventually(() -> management == null ? Future.<Void>succeededFuture() : management.close());
    }

    private Future<?> deploy(Part part) {
        return vertx.deployVerticle(part.verticle(), new DeploymentOptions().setInstances(part.copies()))
                .onSuccess(deployments::push);
    }

    private Future<Void> undeploy() {
        String newest = deployments.poll();
        return newest == null
                ? Future.succeededFuture()
                : vertx.undeploy(newest).eventually(this::undeploy);
    }
}
