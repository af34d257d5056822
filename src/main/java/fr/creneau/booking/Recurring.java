package fr.creneau.booking;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task done again and again, never twice at once; it may be woken early. A fault is logged, and the task done again at its time. */
final class Recurring {
    private static final Logger log = LoggerFactory.getLogger(Recurring.class);
    private static final long NONE = -1;

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Supplier<Future<Void>> task;
    private long timer = NONE;
    private boolean running;
    private boolean wakened;
    private boolean stopped;

    /** @param pause between the end of one run and the next */
    Recurring(Vertx vertx, String name, Duration pause, Supplier<Future<Void>> task) {
        this.vertx = vertx;
        this.name = name;
        this.pause = pause;
        this.task = task;
    }

    /** Runs at once, or again as soon as the present run ends. Call it on the event loop that made this. */
    void wake() {
        if (running) {
            wakened = true;
        } else if (!stopped) {
            vertx.cancelTimer(timer);
            run();
        }
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void run() {
        running = true;
        wakened = false;
        Future.<Void>succeededFuture()
                .compose(start -> task.get())
                .onFailure(fault -> log.warn("{} failed, will be done again", name, fault))
                .onComplete(done -> {
                    running = false;
                    if (stopped) {
                        return;
                    }
                    timer = vertx.setTimer(wakened ? 1 : pause.toMillis(), due -> run());
                });
    }
}
