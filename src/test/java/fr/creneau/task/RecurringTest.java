package fr.creneau.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecurringTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aRunThatNeverEndsDoesNotStopTheTaskForEver() {
        wake(recurring(
                Duration.ofMillis(1),
                Duration.ofMillis(20),
                () -> Promise.<Void>promise().future()));
        await().untilAtomic(runs, greaterThan(2));
    }

    @Test
    void aTaskThatFailsOrThrowsIsDoneAgain() {
        wake(recurring(Duration.ofMillis(1), LONG, () -> {
            if (runs.get() % 2 == 0) {
                throw new IllegalStateException("on purpose");
            }
            return Future.failedFuture("on purpose");
        }));
        await().untilAtomic(runs, greaterThan(3));
    }

    @Test
    void wokenWhileItRunsItRunsOnceMoreAtOnceAndNeverTwiceTogether() {
        Promise<Void> first = Promise.promise();
        Recurring recurring = recurring(LONG, LONG, () -> runs.get() == 1 ? first.future() : Future.succeededFuture());
        vertx.runOnContext(go -> {
            recurring.wake();
            recurring.wake();
            recurring.wake();
            assertThat(runs).hasValue(1);
            first.complete();
        });
        await().untilAtomic(runs, greaterThan(1));
        vertx.runOnContext(go -> recurring.stop());
        assertThat(runs).hasValue(2);
    }

    @Test
    void stoppedItRunsNoMore() {
        Recurring recurring = recurring(Duration.ofMillis(1), LONG, Future::succeededFuture);
        Promise<Void> woken = Promise.promise();
        vertx.runOnContext(go -> {
            recurring.stop();
            recurring.wake();
            woken.complete();
        });
        woken.future().await();
        assertThat(runs).hasValue(0);
    }

    private void wake(Recurring recurring) {
        vertx.runOnContext(go -> recurring.wake());
    }

    private Recurring recurring(Duration pause, Duration limit, Supplier<Future<Void>> task) {
        return new Recurring(vertx, "test", pause, limit, () -> {
            runs.incrementAndGet();
            return task.get();
        });
    }
}
