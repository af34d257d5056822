package fr.creneau.task;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private final Duration rest;
    private final Duration limit;
    private final int lanes;
    private final int largest;
    private final int mostWaiting;
    private final Function<List<Q>, Future<List<A>>> work;
    private final Queue<Waiter<Q, A>> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean beginning;

    /**
     * @param lanes batches under way at once
     * @param largest how many may share a batch
     * @param mostWaiting on top of them; who comes then is refused with {@link Full}
     * @param work answers as many as it was asked, in their order, on the event loop that it was called on; if it fails, all of them do
     */
    public Batcher(int lanes, int largest, int mostWaiting, Function<List<Q>, Future<List<A>>> work) {
        this(lanes, largest, mostWaiting, Duration.ZERO, LIMIT, work);
    }

    /**
     * One batch at a time, and a rest after each: for what nobody waits for and what costs most by the batch, such as a commit. Who asks
     * when no batch was under way for that long is served at once; others wait for the rest of it, for company.
     */
    public static <Q, A> Batcher<Q, A> resting(
            Duration rest, int largest, int mostWaiting, Function<List<Q>, Future<List<A>>> work) {
        return new Batcher<>(1, largest, mostWaiting, rest, LIMIT, work);
    }

    Batcher(
            int lanes,
            int largest,
            int mostWaiting,
            Duration rest,
            Duration limit,
            Function<List<Q>, Future<List<A>>> work) {
        this.rest = rest;
        this.limit = limit;
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
        begin();
        return waiter.answer().future();
    }

    /** A loop, since a batch may end at once: thousands that wait would be as many calls within each other. */
    private void begin() {
        if (beginning) {
            return;
        }
        beginning = true;
        while (underWay < lanes && !waiting.isEmpty()) {
            next();
        }
        beginning = false;
    }

    private void next() {
        List<Waiter<Q, A>> batch = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < largest) {
            batch.add(waiting.remove());
        }
        underWay++;
        Future<List<A>> done = perform(batch.stream().map(Waiter::question).toList());
        done.onComplete(end -> afterRest(() -> {
            underWay--;
            begin();
        }));
        for (int i = 0; i < batch.size(); i++) {
            int place = i;
            done.map(answers -> answers.get(place)).onComplete(batch.get(i).answer());
        }
    }

    private void afterRest(Runnable next) {
        Context loop = Vertx.currentContext();
        if (rest.isZero() || loop == null) {
            next.run();
        } else {
            loop.owner().setTimer(rest.toMillis(), rested -> next.run());
        }
    }

    private Future<List<A>> perform(List<Q> questions) {
        try {
            return inTime(work.apply(questions));
        } catch (RuntimeException fault) {
            return Future.failedFuture(fault);
        }
    }

    /**
     * The time-out is one of the event loop that asks. A future's own belongs to another thread where the future belongs to no event loop,
     * and that thread is woken twice for each batch.
     */
    private Future<List<A>> inTime(Future<List<A>> answers) {
        Context loop = Vertx.currentContext();
        if (loop == null || answers.isComplete()) {
            return answers.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        Promise<List<A>> end = Promise.promise();
        long timer = loop.owner()
                .setTimer(
                        limit.toMillis(),
                        late -> end.tryFail(new TimeoutException("a batch did not end within " + limit)));
        answers.onComplete(done -> {
            loop.owner().cancelTimer(timer);
            if (done.succeeded()) {
                end.tryComplete(done.result());
            } else {
                end.tryFail(done.cause());
            }
        });
        return end.future();
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
