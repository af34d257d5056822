package fr.creneau.schedule;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aRunThatNeverEndsDoesNotStopTheLoop() {
        loop(() -> Promise.<Void>promise().future());
        await().until(() -> runs.get() >= 3);
    }

    @Test
    void aRunThatFailsOrThrowsDoesNotStopTheLoop() {
        loop(() -> {
            if (runs.get() % 2 == 0) {
                throw new IllegalStateException("thrown");
            }
            return Future.failedFuture("failed");
        });
        await().until(() -> runs.get() >= 4);
    }

    private void loop(Supplier<Future<Void>> task) {
        new Loop(vertx, "test", Duration.ofMillis(10), Duration.ofMillis(50), () -> {
                    runs.incrementAndGet();
                    return task.get();
                })
                .start();
    }
}
