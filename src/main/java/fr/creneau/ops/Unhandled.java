package fr.creneau.ops;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody caught: told once, with where it happened and without its messages, which may quote what was being worked on. */
public final class Unhandled {
    private static final Logger log = LoggerFactory.getLogger(Unhandled.class);

    private Unhandled() {}

    /** From now on what is thrown on an event loop or a worker of that Vert.x, and caught by nobody, is logged. */
    public static void log(Vertx vertx) {
        vertx.exceptionHandler(Unhandled::tell);
    }

    private static void tell(Throwable fault) {
        Context context = Vertx.currentContext();
        log.error(
                "nobody handled a fault on {}, deployment {}",
                Thread.currentThread().getName(),
                context == null ? "none" : context.deploymentID(),
                Bare.of(fault, 0));
    }

    /** A fault's types and places. */
    @SuppressWarnings("serial") // only ever logged
    private static final class Bare extends Exception {
        private static final int DEEPEST = 10;

        private Bare(String type, @Nullable Throwable cause) {
            super(type, cause);
        }

        static Bare of(Throwable fault, int depth) {
            Throwable cause = fault.getCause();
            Bare bare = new Bare(
                    fault.getClass().getName(), cause == null || depth >= DEEPEST ? null : of(cause, depth + 1));
            bare.setStackTrace(fault.getStackTrace());
            return bare;
        }
    }
}
