package fr.creneau.schedule;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a task again and again, with a pause between the end of one run and the next: two runs never overlap. A run that never ends is
 * given up after a while, for nothing may stop the loop.
 */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    /** Far beyond all waits of a run together: only one that was lost takes so long. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final String name;
    private final Duration pause;
    private final Duration longest;
    private final Supplier<Future<Void>> task;
    private boolean stopped;
    private boolean failing;

    Loop(Vertx vertx, String name, Duration pause, Supplier<Future<Void>> task) {
        this(vertx, name, pause, LONGEST, task);
    }

    Loop(Vertx vertx, String name, Duration pause, Duration longest, Supplier<Future<Void>> task) {
        this.vertx = vertx;
        this.name = name;
        this.pause = pause;
        this.longest = longest;
        this.task = task;
    }

    /** The first run is after the first pause. */
    void start() {
        vertx.setTimer(pause.toMillis(), due -> {
            if (!stopped) {
                Future.<Void>succeededFuture()
                        .compose(go -> task.get())
                        .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                        .onComplete(done -> {
                            tellOnce(done.cause());
                            start();
                        });
            }
        });
    }

    void stop() {
        stopped = true;
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
