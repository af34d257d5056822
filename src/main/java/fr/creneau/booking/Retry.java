package fr.creneau.booking;

import fr.creneau.pg.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs an idempotent transaction again when nobody knows how it ended. */
final class Retry {
    /** The pool must first see that the connection is gone: asked at once, it may hand the same one out again. */
    private static final long PAUSE_MS = 50;

    private final Vertx vertx;

    Retry(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> Future<T> onceIfUnknown(Supplier<Future<T>> transaction) {
        return transaction
                .get()
                .recover(fault -> Transactions.isUnknownOutcome(fault)
                        ? vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).compose(pause -> transaction.get())
                        : Future.failedFuture(fault));
    }
}
