package fr.creneau.web;

import fr.creneau.web.api.Polls;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers polls itself and shows all others in. Polls are not logged one by one: they would be nearly every line. */
final class FrontDoor {
    private FrontDoor() {}

    /** @param inside answers everything else */
    static Handler<HttpServerRequest> of(
            Site site, SecurityHeaders securityHeaders, SlowClients slowClients, Handler<HttpServerRequest> inside) {
        Polls polls = new Polls(site);
        return request -> {
            if (securityHeaders.isForUs(request) && polls.answer(request)) {
                // The connection is waited for from here on, as after every answer.
                slowClients.answered(request);
            } else {
                inside.handle(request);
            }
        };
    }
}
