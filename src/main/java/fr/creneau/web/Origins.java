package fr.creneau.web;

import fr.creneau.config.Config;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Refuses forms that another site's page sends; browsers say so. Those that say nothing are left to the token. */
final class Origins {
    private final Hosts hosts;

    Origins(Config.Http http) {
        this.hosts = new Hosts(http);
    }

    /** @throws Refused with {@link Problem#CROSS_SITE} */
    void requireOurs(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        boolean ours =
                site != null ? site.equals("same-origin") || site.equals("none") : isOurs(request.getHeader("Origin"));
        if (!ours) {
            throw new Refused(Problem.CROSS_SITE);
        }
    }

    /** "null" is what browsers send from our pages too, since these ask for no referrer. */
    private boolean isOurs(@Nullable String origin) {
        if (origin == null || origin.equals("null")) {
            return true;
        }
        try {
            return hosts.isOurs(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
