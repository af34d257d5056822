package fr.creneau.web.api;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Ends a request with a problem (RFC 9457). Carries nothing of the request: it may be logged. */
final class ApiProblem extends RuntimeException {
    private final ProblemType type;
    private final JsonObject members;

    ApiProblem(ProblemType type) {
        this(type, new JsonObject());
    }

    /** @param members added to those that every problem has */
    ApiProblem(ProblemType type, JsonObject members) {
        super(type.name(), null, false, false);
        this.type = type;
        this.members = members;
    }

    /** @param retryAfter after which the same request would be granted if nobody else asked meanwhile */
    static ApiProblem limited(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new ApiProblem(ProblemType.LIMITED, new JsonObject().put("retryAfter", seconds));
    }

    ProblemType type() {
        return type;
    }

    JsonObject members() {
        return members;
    }
}
