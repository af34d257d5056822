package fr.creneau.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Leaves a connection on which no whole head of a request arrives for a while, after it was opened and after each answer. The server's
 * own idle time-out only sees silence: whoever sends a byte now and then would be waited for without end. A request that has begun has
 * a time of its own. Used on one event loop.
 */
final class SlowClients {
    private final Overdue<HttpConnection> waiting;

    SlowClients(Vertx vertx, Duration patience) {
        this.waiting = new Overdue<>(vertx, patience, HttpConnection::close);
    }

    /** A client has connected. */
    void watch(HttpConnection connection) {
        connection.closeHandler(closed -> waiting.end(connection));
        waiting.begin(connection);
    }

    /** A whole head has arrived. */
    void asked(HttpServerRequest request) {
        waiting.end(request.connection());
    }

    /** What still comes of the request's body after the answer is on the client's own time. */
    void answered(HttpServerRequest request) {
        waiting.begin(request.connection());
    }
}
