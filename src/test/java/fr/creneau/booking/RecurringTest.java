package fr.creneau.booking;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecurringTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        BookingSite.await(vertx.close());
    }

    @Test
    void aRunThatNeverEndsDoesNotStopTheTaskForEver() {
        Recurring recurring = new Recurring(vertx, "test", Duration.ofMillis(1), Duration.ofMillis(20), () -> {
            runs.incrementAndGet();
            return Promise.<Void>promise().future();
        });
        vertx.runOnContext(go -> recurring.wake());
        await().untilAtomic(runs, greaterThan(2));
    }

    @Test
    void aTaskThatThrowsIsDoneAgain() {
        Recurring recurring = new Recurring(vertx, "test", Duration.ofMillis(1), Duration.ofSeconds(5), () -> {
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("on purpose");
            }
            return Future.succeededFuture();
        });
        vertx.runOnContext(go -> recurring.wake());
        await().untilAtomic(runs, greaterThan(3));
    }
}
