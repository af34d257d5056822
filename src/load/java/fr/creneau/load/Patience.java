package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/** What the interface asks of a client: to come back when a 503 says so, as often as it takes. Every request may be repeated. */
final class Patience {
    private static final int TRIES = 20;
    private static final int UNAVAILABLE = 503;
    private static final int UNTOLD_S = 3;

    private Patience() {}

    /** @param checks of any other answer */
    static ChainBuilder with(HttpRequestActionBuilder request, CheckBuilder... checks) {
        return exec(
                exec(session -> session.set("status", UNAVAILABLE).set("retryAfter", UNTOLD_S)),
                asLongAs(session -> session.getInt("status") == UNAVAILABLE && session.getInt("tries") < TRIES, "tries")
                        .on(
                                doIf(session -> session.getInt("tries") > 0).then(pause(Patience::retryAfter)),
                                request.check(status().saveAs("status"))
                                        .checkIf((response, session) ->
                                                response.status().code() == UNAVAILABLE)
                                        .then(header("Retry-After")
                                                .transform(Integer::parseInt)
                                                .saveAs("retryAfter"))
                                        .checkIf((response, session) ->
                                                response.status().code() != UNAVAILABLE)
                                        .then(checks)));
    }

    private static Duration retryAfter(Session session) {
        return Duration.ofSeconds(session.getInt("retryAfter"));
    }
}
