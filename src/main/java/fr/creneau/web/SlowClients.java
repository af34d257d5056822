package fr.creneau.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Leaves a connection on which no whole head of a request arrives for a while, after it was opened and after each answer. The server's
 * own idle time-out only sees silence: whoever sends a byte now and then would be waited for without end. A request that has begun has
 * the router's time-out. Used on one event loop.
 */
final class SlowClients {
    private final Vertx vertx;
    private final long patienceMs;
    private final Map<HttpConnection, Long> timers = new HashMap<>();

    SlowClients(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patienceMs = patience.toMillis();
    }

    /** A client has connected. */
    void watch(HttpConnection connection) {
        connection.closeHandler(closed -> forgive(connection));
        waitFor(connection);
    }

    /** The first handler of every request. */
    void handle(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        forgive(connection);
        // What still comes of the request's body after the answer is on the client's own time.
        context.addEndHandler(answered -> waitFor(connection));
        context.next();
    }

    private void waitFor(HttpConnection connection) {
        forgive(connection);
        timers.put(connection, vertx.setTimer(patienceMs, late -> {
            timers.remove(connection);
            connection.close();
        }));
    }

    private void forgive(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
