package fr.creneau.load;

import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.http.HttpProtocolBuilder;

/** How the clients speak: each on connections of its own, to one of the instances. */
final class Protocol {
    private Protocol() {}

    static HttpProtocolBuilder of(Target target) {
        return http.baseUrls(target.urls())
                .acceptHeader("*/*")
                .acceptLanguageHeader("fr")
                .userAgentHeader("creneau-load")
                .header(
                        "X-Forwarded-For",
                        session -> session.contains("network") ? session.getString("network") : "10.0.0.1")
                .disableFollowRedirect();
    }
}
