package fr.creneau.web;

import fr.creneau.config.Config;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers every answer bears, and the hosts that are answered at all. */
final class SecurityHeaders {
    /** Nothing inline, nothing from elsewhere, in nobody's frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                    + "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Encoded once: they go with every answer. */
    private static final Map<CharSequence, CharSequence> ALWAYS = optimized(Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store"));

    private static final Map<CharSequence, CharSequence> OVER_TLS =
            optimized(Map.of("Strict-Transport-Security", "max-age=63072000; includeSubDomains"));
    private final boolean tls;
    private final Hosts hosts;

    SecurityHeaders(Config.Http http) {
        this.tls = "https".equals(http.publicUrl().getScheme());
        this.hosts = new Hosts(http);
    }

    void putOn(HttpServerResponse response) {
        MultiMap headers = response.headers();
        ALWAYS.forEach(headers::set);
        if (tls) {
            OVER_TLS.forEach(headers::set);
        }
    }

    /** Whether it names a host that is answered. */
    boolean isForUs(HttpServerRequest request) {
        return hosts.isOurs(request.getHeader(HttpHeaders.HOST));
    }

    void handle(RoutingContext context) {
        putOn(context.response());
        if (!isForUs(context.request())) {
            context.fail(Problem.UNKNOWN_HOST.status());
        } else if (!isReadable(context)) {
            context.fail(Problem.MALFORMED.status());
        } else {
            context.next();
        }
    }

    private static Map<CharSequence, CharSequence> optimized(Map<String, ? extends CharSequence> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        header -> HttpHeaders.createOptimized(header.getKey()),
                        header -> HttpHeaders.createOptimized(header.getValue().toString())));
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
