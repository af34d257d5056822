package fr.creneau.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = Workers.open(vertx, "papers", 5);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theWorkIsDoneOnThreadsOfThatName() {
        assertThat(workers.run(() -> Thread.currentThread().getName()).await()).startsWith("papers");
    }

    @Test
    void whatIsBeyondTheBoundIsRefusedAtOnceAndRoomComesBack() throws Exception {
        CountDownLatch signal = new CountDownLatch(1);
        Callable<Boolean> waiting = () -> signal.await(20, TimeUnit.SECONDS);
        List<Future<Boolean>> accepted =
                Stream.generate(() -> workers.run(waiting)).limit(5).toList();
        assertThatThrownBy(() -> workers.run(waiting).await(5, TimeUnit.SECONDS))
                .isInstanceOf(Workers.Busy.class);
        signal.countDown();
        assertThat(Future.all(accepted).await(20, TimeUnit.SECONDS).succeeded()).isTrue();
        assertThat(workers.run(() -> "room").await(5, TimeUnit.SECONDS)).isEqualTo("room");
    }

    @Test
    void workThatFailsGivesItsRoomBackToo() {
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> workers.run(() -> {
                                throw new IllegalStateException("on purpose");
                            })
                            .await())
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
