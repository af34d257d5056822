package fr.creneau.web;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request: the path as it was mounted, never as it came, since addresses bear tokens. */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger("fr.creneau.access");
    private static final long NANOS_A_MILLI = 1_000_000;

    private AccessLog() {}

    /** @param start as {@link System#nanoTime} had it */
    static void write(RoutingContext context, long start) {
        log.info(
                "{} {} {} {} ms",
                context.request().method(),
                path(context),
                context.response().getStatusCode(),
                (System.nanoTime() - start) / NANOS_A_MILLI);
    }

    /** What could not be read as a request. */
    static void unreadable(int status) {
        log.info("- - {} 0 ms", status);
    }

    /** The path as it was mounted; a dash if there is none. */
    static String path(RoutingContext context) {
        Route route = context.currentRoute();
        return route == null || route.getPath() == null ? "-" : route.getPath();
    }
}
