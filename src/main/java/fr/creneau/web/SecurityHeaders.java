package fr.creneau.web;

import fr.creneau.config.Config;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** The headers every answer bears, and the hosts that are answered at all. */
final class SecurityHeaders {
    /** Nothing inline, nothing from elsewhere, in nobody's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                    + "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String YEARS = "max-age=63072000; includeSubDomains";
    private final boolean tls;
    private final Hosts hosts;

    SecurityHeaders(Config.Http http) {
        this.tls = "https".equals(http.publicUrl().getScheme());
        this.hosts = new Hosts(http);
    }

    void putOn(HttpServerResponse response) {
        MultiMap headers = response.headers();
        headers.set("Content-Security-Policy", POLICY)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Cache-Control", "no-store");
        if (tls) {
            headers.set("Strict-Transport-Security", YEARS);
        }
    }

    void handle(RoutingContext context) {
        putOn(context.response());
        if (!hosts.isOurs(context.request().getHeader("Host"))) {
            context.fail(Problem.UNKNOWN_HOST.status());
        } else if (!isReadable(context)) {
            context.fail(Problem.MALFORMED.status());
        } else {
            context.next();
        }
    }

    /** The router's own answer to malformed percent-encoding is a fault of ours. */
    private static boolean isReadable(RoutingContext context) {
        try {
            return context.normalizedPath() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
