package fr.creneau.challenge;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;

/** Runs a script of {@code redis/} by its name. */
@FunctionalInterface
interface ScriptRunner {
    Future<Response> run(String script, List<String> keys, List<String> arguments);
}
