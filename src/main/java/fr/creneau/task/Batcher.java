package fr.creneau.task;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Does for many what can be done for many at once (group commit): whoever asks while the batches before are under way shares the next one.
 * Who asks alone is served at once and alone; nobody waits for company. Bounded. Used on one event loop.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Batcher<Q, A> {
    /** A batch that does not end by then is given up: what it waits for may be lost without a word. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int lanes;
    private final int largest;
    private final int mostWaiting;
    private final Function<List<Q>, Future<List<A>>> work;
    private final Queue<Waiter<Q, A>> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * @param lanes batches under way at once
     * @param largest how many may share a batch
     * @param mostWaiting on top of them; who comes then is refused with {@link Full}
     * @param work answers as many as it was asked, in their order; if it fails, all of them do
     */
    public Batcher(int lanes, int largest, int mostWaiting, Function<List<Q>, Future<List<A>>> work) {
        this.lanes = lanes;
        this.largest = largest;
        this.mostWaiting = mostWaiting;
        this.work = work;
    }

    private record Waiter<Q, A>(Q question, Promise<A> answer) {}

    public Future<A> ask(Q question) {
        if (waiting.size() >= mostWaiting) {
            return Future.failedFuture(new Full());
        }
        Waiter<Q, A> waiter = new Waiter<>(question, Promise.promise());
        waiting.add(waiter);
        if (underWay < lanes) {
            next();
        }
        return waiter.answer().future();
    }

    private void next() {
        List<Waiter<Q, A>> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < largest) {
            batch.add(waiting.remove());
        }
        underWay++;
        Future.succeededFuture(batch.stream().map(Waiter::question).toList())
                .compose(work)
                .timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    underWay--;
                    if (!waiting.isEmpty()) {
                        next();
                    }
                    for (int i = 0; i < batch.size(); i++) {
                        Promise<A> answer = batch.get(i).answer();
                        if (done.succeeded()) {
                            answer.complete(done.result().get(i));
                        } else {
                            answer.fail(done.cause());
                        }
                    }
                });
    }

    /** Too many wait already: nothing was done. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            // Without a stack trace: under such a load there is one for each request.
            super("too many wait", null, false, false);
        }
    }
}
