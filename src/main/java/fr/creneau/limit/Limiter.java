package fr.creneau.limit;

import fr.creneau.config.Config;
import fr.creneau.config.Rate;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.redis.RedisUnavailableException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes units of budgets in Redis, exactly, whichever instance asks. One thread only. */
final class Limiter {
    private static final Logger log = LoggerFactory.getLogger(Limiter.class);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final RedisGateway redis;
    private final LuaScript script;
    private final Config.Limits limits;
    private final Pseudonyms pseudonyms;
    private boolean blind;

    Limiter(RedisGateway redis, String clock, Config.Limits limits, Pseudonyms pseudonyms) {
        this.redis = redis;
        this.script = LuaScript.load("redis/limit.lua", clock, "redis/gcra.lua");
        this.limits = limits;
        this.pseudonyms = pseudonyms;
    }

    Future<TakeOutcome> take(Take wish) {
        List<String> keys = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        arguments.add(
                wish.act().map(act -> String.valueOf(REMEMBERED.toMillis())).orElse("0"));
        for (Budget budget : wish.budgets()) {
            Rate rate = rate(budget.kind());
            keys.add(key(wish, name(budget.kind()), budget.subject()));
            arguments.add(String.valueOf(rate.burst()));
            arguments.add(String.valueOf(rate.intervalMicros()));
        }
        wish.act().ifPresent(act -> keys.add(key(wish, "act", act)));
        return redis.run(script, keys, arguments)
                .map(reply -> outcome(reply.toLong()))
                .onSuccess(seen -> blind = false)
                .recover(this::granted);
    }

    private static TakeOutcome outcome(long waitMillis) {
        return waitMillis == 0 ? new TakeOutcome.Taken() : new TakeOutcome.Limited(Duration.ofMillis(waitMillis));
    }

    private Future<TakeOutcome> granted(Throwable failure) {
        if (!(failure instanceof RedisUnavailableException)) {
            return Future.failedFuture(failure);
        }
        if (!blind) {
            log.warn("limits are not counted while Redis is away");
        }
        blind = true;
        return Future.succeededFuture(new TakeOutcome.Taken());
    }

    private Rate rate(Kind kind) {
        return switch (kind) {
            case REQUEST_EMAIL -> limits.requestsPerEmail();
            case REQUEST_PERSON -> limits.requestsPerPerson();
            case CODE_HOLD -> limits.codesPerHold();
            case CODE_EMAIL -> limits.codesPerEmail();
            case CODE_PREFIX -> limits.codesPerPrefix();
            case ENROL_SESSION -> limits.enrolmentsPerSession();
            case ENROL_PREFIX -> limits.enrolmentsPerPrefix();
            case ENROL_PERSON -> limits.enrolmentsPerPerson();
        };
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String key(Take wish, String what, String subject) {
        return "{" + wish.desk() + "}:limit:" + what + ":" + pseudonyms.of(what, subject);
    }
}
