package fr.creneau.web;

import fr.creneau.web.api.Polls;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers polls itself and shows all others in. Polls are not logged one by one: they would be nearly every line. */
record FrontDoor(
        SecurityHeaders securityHeaders, SlowClients slowClients, Polls polls, Handler<HttpServerRequest> router) {
    void handle(HttpServerRequest request) {
        if (securityHeaders.isForUs(request) && polls.answer(request)) {
            // The connection is waited for from here on, as after every answer.
            slowClients.answered(request);
        } else {
            router.handle(request);
        }
    }
}
