package fr.creneau.ops;

import fr.creneau.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The port of the operator, opened when all else has started: {@code /live} answers 200 while the process can answer at all,
 * {@code /ready} 200 while it should be given requests and 503 once it is leaving. A backend that does not answer is reported there as
 * degraded, but keeps no request away: it is the same for every instance, and the site's own page says more than the balancer's.
 * {@code /mails} tells how the outbox stands.
 */
public final class Management {
    private static final int IDLE_S = 10;

    private final HttpServer server;
    private final AtomicBoolean leaving;

    private Management(HttpServer server, AtomicBoolean leaving) {
        this.server = server;
        this.leaving = leaving;
    }

    /**
     * @param checks what is asked for the report of {@code /ready}, by name
     * @param mails the report of {@code /mails}
     */
    public static Future<Management> start(
            Vertx vertx,
            Config.Management address,
            Map<String, Supplier<Future<?>>> checks,
            Supplier<Future<JsonObject>> mails) {
        AtomicBoolean leaving = new AtomicBoolean();
        Backends backends = new Backends(checks);

        Router router = Router.router(vertx);
        router.get("/live").handler(context -> answer(context, 200, new JsonObject().put("status", "live")));
        router.get("/ready").handler(context -> {
            if (leaving.get()) {
                answer(context, 503, new JsonObject().put("status", "leaving"));
                return;
            }
            backends.ask().onSuccess(states -> {
                boolean degraded = states.stream().anyMatch(state -> Backends.DEGRADED.equals(state.getValue()));
                answer(
                        context,
                        200,
                        new JsonObject()
                                .put("status", degraded ? Backends.DEGRADED : "ready")
                                .put("backends", states));
            });
        });
        router.get("/mails")
                .handler(context -> mails.get()
                        .onSuccess(report -> answer(context, 200, report))
                        .onFailure(fault -> answer(context, 503, new JsonObject().put("status", "unknown"))));
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

    private static void answer(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }
}
