package fr.creneau.ops;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the operator: {@code /live} while the process can answer at all, {@code /ready} while it should be given requests.
 * Both answer 200 or 503 and say in JSON which check failed.
 */
public final class Management {
    private static final Logger log = LoggerFactory.getLogger(Management.class);
    private static final long CHECK_MS = 2_000;
    private static final int IDLE_S = 10;

    private final HttpServer server;
    private final AtomicBoolean leaving;

    private Management(HttpServer server, AtomicBoolean leaving) {
        this.server = server;
        this.leaving = leaving;
    }

    /** @param checks what must answer within two seconds for this instance to be ready, by name */
    public static Future<Management> start(
            Vertx vertx, Config.Management address, Map<String, Supplier<Future<?>>> checks) {
        AtomicBoolean leaving = new AtomicBoolean();
        HealthChecks ready = HealthChecks.create(vertx);
        ready.register("serving", promise -> promise.complete(leaving.get() ? Status.KO() : Status.OK()));
        checks.forEach((name, check) -> ready.register(
                name,
                CHECK_MS + 500,
                promise -> Future.succeededFuture()
                        .compose(start -> check.get())
                        .timeout(CHECK_MS, TimeUnit.MILLISECONDS)
                        .onFailure(failure -> log.warn(
                                "not ready: {} ({})", name, failure.getClass().getSimpleName()))
                        .map(Status.OK())
                        .otherwise(Status.KO())
                        .onComplete(promise)));

        Router router = Router.router(vertx);
        router.get("/live").handler(HealthCheckHandler.createWithHealthChecks(HealthChecks.create(vertx)));
        router.get("/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_S))
                .requestHandler(router)
                .listen(address.port(), address.host())
                .map(server -> new Management(server, leaving));
    }

    /** From now on this instance is not ready: the balancer looks elsewhere. */
    public void leave() {
        leaving.set(true);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
