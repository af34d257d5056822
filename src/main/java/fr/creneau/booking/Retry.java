package fr.creneau.booking;

import fr.creneau.pg.Transactions;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Runs an idempotent transaction again when nobody knows how it ended. */
final class Retry {
    private Retry() {}

    static <T> Future<T> onceIfUnknown(Supplier<Future<T>> transaction) {
        return transaction
                .get()
                .recover(
                        fault -> Transactions.isUnknownOutcome(fault) ? transaction.get() : Future.failedFuture(fault));
    }
}
