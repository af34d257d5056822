package fr.creneau.task;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that computes too long for an event loop, on threads of its own, as many as there are cores. All that opened workers of one name
 * share the threads; each may have so much of its own work under way, and what is beyond is refused at once instead of waiting without
 * end. Thread-safe.
 */
public final class Workers {
    /** Letters, and the mails they go with. */
    public static final String PAPERS = "papers";

    private final WorkerExecutor executor;
    private final String name;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    private Workers(WorkerExecutor executor, String name, int most) {
        this.executor = executor;
        this.name = name;
        this.most = most;
    }

    /**
     * @param name of the threads
     * @param most pieces of work of this opener, waiting ones included
     */
    public static Workers open(Vertx vertx, String name, int most) {
        int threads = Runtime.getRuntime().availableProcessors();
        return new Workers(vertx.createSharedWorkerExecutor(name, threads), name, most);
    }

    /** There is more to do than can be done soon: a fault that passes. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Busy(String name) {
            super("too much work for " + name, null, false, false);
        }
    }

    /** @return the work's result, on the caller's context; fails with its fault, or at once with {@link Busy} */
    public <T> Future<T> run(Callable<T> work) {
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            return Future.failedFuture(new Busy(name));
        }
        return executor.executeBlocking(work, false).onComplete(done -> underWay.decrementAndGet());
    }

    public Future<Void> close() {
        return executor.close();
    }
}
