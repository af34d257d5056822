package fr.creneau.task;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task done again and again; it may be woken early. A fault is logged once, until the task works again, and the task done again at its
 * time. A run that does not end is given up: what it waits for may be lost without a word. Only then may two runs meet, so tasks must bear
 * what several instances do. Use it on the event loop that made it.
 */
public final class Recurring {
    private static final Logger log = LoggerFactory.getLogger(Recurring.class);
    private static final long NONE = -1;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Duration limit;
    private final Supplier<Future<Void>> task;
    private long timer = NONE;
    private boolean running;
    private boolean wakened;
    private boolean stopped;
    private boolean failing;

    /** @param pause between the end of one run and the next */
    public Recurring(Vertx vertx, String name, Duration pause, Supplier<Future<Void>> task) {
        this(vertx, name, pause, LIMIT, task);
    }

    /** @param limit after which a run is given up */
    public Recurring(Vertx vertx, String name, Duration pause, Duration limit, Supplier<Future<Void>> task) {
        this.vertx = vertx;
        this.limit = limit;
        this.name = name;
        this.pause = pause;
        this.task = task;
    }

    /** Runs at once, or again as soon as the present run ends. The first call starts the series. */
    public void wake() {
        if (running) {
            wakened = true;
        } else if (!stopped) {
            vertx.cancelTimer(timer);
            run();
        }
    }

    /** No further run begins. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void run() {
        // Back to it afterwards: whoever ends the task, or its time-out, may do so elsewhere.
        Context context = vertx.getOrCreateContext();
        running = true;
        wakened = false;
        Future.<Void>succeededFuture()
                .compose(start -> task.get())
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(done -> context.runOnContext(back -> ended(done.cause())));
    }

    private void ended(@Nullable Throwable fault) {
        running = false;
        tellOnce(fault);
        if (!stopped) {
            timer = vertx.setTimer(wakened ? 1 : pause.toMillis(), due -> run());
        }
    }

    private void tellOnce(@Nullable Throwable fault) {
        if (fault != null && !failing) {
            log.warn("{} fails, tried again every {} ms", name, pause.toMillis(), fault);
        } else if (fault == null && failing) {
            log.info("{} works again", name);
        }
        failing = fault != null;
    }
}
