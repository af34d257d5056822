package fr.creneau.booking;

import io.vertx.core.Future;

/**
 * Told after each effect of a flow, before the next one begins. An instance may die at any of these points; the tests make it die at
 * each of them.
 */
@FunctionalInterface
interface Steps {
    /** Goes on at once. */
    Steps PRODUCTION = step -> Future.succeededFuture();

    enum Step {
        HOLD_SEALED,
        REQUEST_INSERTED,
        MAIL_ADDED,
        SUBMISSION_COMMITTED,
        REQUEST_CONFIRMED,
        MANAGE_TOKEN_KEPT,
        CONVOCATION_ADDED,
        CONFIRMATION_COMMITTED,
        REQUEST_CANCELLED,
        SEAT_FREED,
        CANCELLATION_ADDED,
        CANCELLATION_COMMITTED,
        REDIS_TOLD
    }

    Future<Void> after(Step step);
}
