package fr.creneau.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatcherTest {
    private final List<List<Integer>> asked = new ArrayList<>();
    private final List<Promise<List<String>>> answers = new ArrayList<>();

    private Batcher<Integer, String> batcher(int lanes, int largest, int mostWaiting) {
        return new Batcher<>(lanes, largest, mostWaiting, batch -> {
            asked.add(batch);
            answers.add(Promise.promise());
            return answers.get(answers.size() - 1).future();
        });
    }

    private void answer(int batch) {
        answers.get(batch).complete(asked.get(batch).stream().map(n -> "n" + n).toList());
    }

    @Test
    void whoComesAloneIsServedAtOnceAndWhoComesMeanwhileTogether() {
        Batcher<Integer, String> batcher = batcher(1, 10, 10);
        Future<String> one = batcher.ask(1);
        Future<String> two = batcher.ask(2);
        Future<String> three = batcher.ask(3);
        assertThat(asked).containsExactly(List.of(1));
        answer(0);
        assertThat(asked).containsExactly(List.of(1), List.of(2, 3));
        assertThat(one.result()).isEqualTo("n1");
        assertThat(two.isComplete()).isFalse();
        answer(1);
        assertThat(List.of(two.result(), three.result())).containsExactly("n2", "n3");
        batcher.ask(4);
        assertThat(asked).hasSize(3);
    }

    @Test
    void severalLanesAreUnderWayAtOnce() {
        Batcher<Integer, String> batcher = batcher(2, 10, 10);
        for (int n = 1; n <= 4; n++) {
            batcher.ask(n);
        }
        assertThat(asked).containsExactly(List.of(1), List.of(2));
        answer(1);
        assertThat(asked).containsExactly(List.of(1), List.of(2), List.of(3, 4));
    }

    @Test
    void aBatchThatFailsFailsItsOwnAndNoOther() {
        Batcher<Integer, String> batcher = batcher(1, 10, 10);
        Future<String> one = batcher.ask(1);
        Future<String> two = batcher.ask(2);
        answers.get(0).fail("away");
        assertThat(one.cause()).hasMessage("away");
        answer(1);
        assertThat(two.result()).isEqualTo("n2");
    }

    @Test
    void workThatThrowsFailsItsBatchAndTheNextOneBegins() {
        Batcher<Integer, String> batcher = new Batcher<>(1, 10, 10, batch -> {
            throw new IllegalStateException("fault");
        });
        assertThat(batcher.ask(1).cause()).hasMessage("fault");
        assertThat(batcher.ask(2).cause()).hasMessage("fault");
    }

    @Test
    void batchesAndWhoWaitsAreBounded() {
        Batcher<Integer, String> batcher = batcher(1, 2, 3);
        List<Future<String>> all = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            all.add(batcher.ask(n));
        }
        assertThat(all.get(4).cause()).isInstanceOf(Batcher.Full.class);
        answer(0);
        answer(1);
        answer(2);
        assertThat(asked).containsExactly(List.of(0), List.of(1, 2), List.of(3));
        assertThat(all.subList(0, 4)).allMatch(Future::succeeded);
    }

    /** Of a future that belongs to an event loop, and of one that belongs to none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchThatDoesNotEndIsGivenUpOnTheEventLoopThatAsked(boolean ofTheLoop) throws Exception {
        Vertx vertx = Vertx.vertx();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try {
            Context loop = vertx.getOrCreateContext();
            CompletableFuture<Future<String>> first = new CompletableFuture<>();
            CompletableFuture<String> second = new CompletableFuture<>();
            loop.runOnContext(go -> {
                Batcher<Integer, String> batcher =
                        new Batcher<>(1, 1, 10, Duration.ZERO, Duration.ofMillis(50), batch -> {
                            threads.add(Thread.currentThread());
                            Future<List<String>> never = ofTheLoop
                                    ? vertx.timer(1, TimeUnit.DAYS).map(List.of())
                                    : Promise.<List<String>>promise().future();
                            return batch.contains(1) ? never : vertx.timer(1).map(List.of("two"));
                        });
                first.complete(batcher.ask(1));
                batcher.ask(2).onSuccess(second::complete);
            });
            assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("two");
            assertThat(first.get().cause()).isInstanceOf(TimeoutException.class);
            assertThat(threads).hasSize(2);
            assertThat(threads.get(1)).isSameAs(threads.get(0));
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void anAnswerThatIsMissingFailsItsOwnQuestionOnly() {
        Batcher<Integer, String> batcher = batcher(1, 10, 10);
        batcher.ask(0);
        Future<String> one = batcher.ask(1);
        Future<String> two = batcher.ask(2);
        answer(0);
        answers.get(1).complete(List.of("n1"));
        assertThat(one.result()).isEqualTo("n1");
        assertThat(two.cause()).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void thousandsWhoseBatchesEndAtOnceAreAllAnswered() {
        Promise<List<String>> slow = Promise.promise();
        Batcher<Integer, String> batcher =
                new Batcher<>(1, 1, 100_000, batch -> batch.contains(0) ? slow.future() : Future.failedFuture("away"));
        List<Future<String>> all =
                IntStream.range(0, 100_000).mapToObj(batcher::ask).toList();
        slow.complete(List.of("n0"));
        assertThat(all).allMatch(Future::isComplete);
    }

    @Test
    void aLaneThatRestsTakesAllWhoComeMeanwhileTogether() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        CompletableFuture<String> last = new CompletableFuture<>();
        try {
            vertx.getOrCreateContext().runOnContext(go -> {
                Batcher<Integer, String> batcher = Batcher.resting(Duration.ofMillis(200), 10, 10, batch -> {
                    batches.add(batch);
                    return Future.succeededFuture(
                            batch.stream().map(n -> "n" + n).toList());
                });
                // The first one has its answer, and nothing is under way, when the others come.
                batcher.ask(1).onSuccess(one -> {
                    batcher.ask(2);
                    vertx.runOnContext(later -> batcher.ask(3).onSuccess(last::complete));
                });
            });
            assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo("n3");
            assertThat(batches).containsExactly(List.of(1), List.of(2, 3));
        } finally {
            vertx.close().await();
        }
    }
}
