package fr.creneau.redis;

import fr.creneau.config.Config;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-lived connection to Redis (standalone, through Sentinel, or to a cluster) on which scripts are pipelined. It comes back
 * by itself: a lost connection is opened again at once, then after growing waits.
 *
 * <p>Every command ends within the configured timeout. A command that did not, costs the connection: its reply might still come and
 * be taken for another's. More commands under way than configured are refused at once, and so are commands between two attempts to
 * connect. May be called from any thread; the work is done on the context that opened it.
 */
public final class RedisGateway {
    private static final Logger log = LoggerFactory.getLogger(RedisGateway.class);

    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final long timeoutMs;
    private final int maxWaiting;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

    private Future<Link> link = Future.failedFuture(new RedisUnavailableException("not connected yet"));
    private long retryTimer = -1;
    private int underWay;
    private boolean closed;

    private RedisGateway(Vertx vertx, Config.Redis redis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = Options.of(redis);
        this.timeoutMs = redis.timeout().toMillis();
        this.maxWaiting = redis.maxWaiting();
    }

    /** Starts connecting and returns at once: commands wait for the first attempt. */
    public static RedisGateway open(Vertx vertx, Config.Redis redis) {
        RedisGateway gateway = new RedisGateway(vertx, redis);
        gateway.onContext(gateway::connect);
        return gateway;
    }

    /**
     * Runs a script atomically. All keys must share one hash tag.
     *
     * @return the script's reply; fails with {@link RedisUnavailableException} when Redis could not be asked in time: the script may
     *     or may not have run
     */
    public Future<Response> run(LuaScript script, List<String> keys, List<String> args) {
        Promise<Response> reply = Promise.promise();
        onContext(() -> runHere(script, keys, args).onComplete(reply));
        return reply.future();
    }

    /** Runs that on the thread this gateway works on: at once if it is the caller's. */
    public void onContext(Runnable act) {
        if (Vertx.currentContext() == context) {
            act.run();
        } else {
            context.runOnContext(ignored -> act.run());
        }
    }

    /** Gives the connection up for good; commands under way fail. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        onContext(() -> {
            closed = true;
            vertx.cancelTimer(retryTimer);
            Future<Link> last = link;
            link = Future.failedFuture(new RedisUnavailableException("closed"));
            last.compose(Link::close).otherwiseEmpty().onComplete(done);
        });
        return done.future();
    }

    private Future<Response> runHere(LuaScript script, List<String> keys, List<String> args) {
        if (underWay >= maxWaiting) {
            return Future.failedFuture(new RedisUnavailableException("too many commands under way"));
        }
        underWay++;
        Future<Link> used = link;
        return used.compose(open -> open.send(request(Command.EVALSHA, script.sha1(), keys, args))
                        .recover(failure -> Replies.isNoScript(failure)
                                ? open.send(request(Command.EVAL, script.source(), keys, args))
                                : Future.failedFuture(failure)))
                .timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .onComplete(done -> underWay--)
                .onSuccess(reply -> backoff.reset())
                .recover(failure -> Future.failedFuture(explain(script, used, failure)));
    }

    private static Request request(Command command, String script, List<String> keys, List<String> args) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        args.forEach(request::arg);
        return request;
    }

    private Throwable explain(LuaScript script, Future<Link> used, Throwable failure) {
        if (failure instanceof RedisUnavailableException) {
            return failure;
        }
        if (!Replies.meansReconnect(failure)) {
            return failure;
        }
        giveUp(used, failure);
        String what = failure instanceof TimeoutException ? " was not answered in time" : " lost its connection";
        return new RedisUnavailableException(script.name() + what, failure);
    }

    private void connect() {
        if (closed) {
            return;
        }
        retryTimer = -1;
        Future<Link> attempt = Link.open(vertx, options, timeoutMs)
                .recover(failure -> Future.failedFuture(new RedisUnavailableException("cannot connect", failure)));
        link = attempt;
        attempt.onSuccess(open -> {
                    if (link != attempt) {
                        open.close();
                        return;
                    }
                    log.info("connected to Redis");
                    open.whenLost(() -> giveUp(attempt, null));
                })
                .onFailure(failure -> {
                    if (link == attempt) {
                        retryLater(failure.getCause());
                    }
                });
    }

    /** Only the first sign that a connection is lost counts; later ones are about a connection that was replaced. */
    private void giveUp(Future<Link> lost, @Nullable Throwable reason) {
        if (link != lost || closed) {
            return;
        }
        log.warn("connection to Redis lost: {}", reason == null ? "closed" : reason.toString());
        lost.onSuccess(Link::close);
        link = Future.failedFuture(new RedisUnavailableException("connecting again"));
        retryLater(null);
    }

    private void retryLater(@Nullable Throwable failure) {
        if (closed || retryTimer != -1) {
            return;
        }
        long delay = backoff.next();
        if (failure != null) {
            log.warn("cannot connect to Redis, next attempt in {} ms: {}", delay, failure.toString());
        }
        if (delay == 0) {
            connect();
        } else {
            retryTimer = vertx.setTimer(delay, timer -> connect());
        }
    }
}
