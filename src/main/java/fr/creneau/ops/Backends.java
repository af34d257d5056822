package fr.creneau.ops;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether what this instance depends on answers. Logs a change once, however often it is asked. */
final class Backends {
    static final String OK = "ok";
    static final String DEGRADED = "degraded";

    private static final Logger log = LoggerFactory.getLogger(Backends.class);
    /** Shorter than any balancer waits: a silent backend must not make this instance look silent. */
    private static final long ANSWER_MS = 500;

    private final Map<String, Supplier<Future<?>>> checks;
    private final Set<String> degraded = ConcurrentHashMap.newKeySet();

    Backends(Map<String, Supplier<Future<?>>> checks) {
        this.checks = new TreeMap<>(checks);
    }

    /** Each one's state by name. Never fails, and never quotes a backend: its message may hold a secret. */
    Future<JsonObject> ask() {
        List<Future<Boolean>> answers = new ArrayList<>();
        checks.forEach((name, check) -> answers.add(answers(name, check)));
        return Future.join(answers).map(all -> {
            JsonObject states = new JsonObject();
            int next = 0;
            for (String name : checks.keySet()) {
                states.put(name, answers.get(next++).result() ? OK : DEGRADED);
            }
            return states;
        });
    }

    private Future<Boolean> answers(String name, Supplier<Future<?>> check) {
        return Future.succeededFuture()
                .compose(start -> check.get())
                .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                .map(answer -> {
                    if (degraded.remove(name)) {
                        log.info("{} answers again", name);
                    }
                    return true;
                })
                .otherwise(failure -> {
                    if (degraded.add(name)) {
                        log.warn(
                                "{} does not answer ({})",
                                name,
                                failure.getClass().getSimpleName());
                    }
                    return false;
                });
    }
}
