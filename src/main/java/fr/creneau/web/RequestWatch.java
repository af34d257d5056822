package fr.creneau.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * What goes on around every request: its connection is not waited for while it lasts, its time is bounded, and it is logged when it is
 * over. An answer that has begun may last: a download, or a stream of events. Used on one event loop.
 */
final class RequestWatch {
    private final SlowClients slowClients;
    private final Overdue<RoutingContext> underWay;

    RequestWatch(Vertx vertx, SlowClients slowClients, Duration patience) {
        this.slowClients = slowClients;
        this.underWay = new Overdue<>(vertx, patience, RequestWatch::giveUp);
    }

    /** The first handler of every request. */
    void handle(RoutingContext context) {
        long start = System.nanoTime();
        slowClients.asked(context.request());
        underWay.begin(context);
        context.addEndHandler(ended -> {
            underWay.end(context);
            slowClients.answered(context.request());
            AccessLog.write(context, start);
        });
        context.next();
    }

    private static void giveUp(RoutingContext context) {
        if (!context.response().headWritten()) {
            context.fail(Problem.UNAVAILABLE.status());
        }
    }
}
