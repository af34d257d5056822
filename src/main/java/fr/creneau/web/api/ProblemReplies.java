package fr.creneau.web.api;

import fr.creneau.text.Messages;
import fr.creneau.web.ComeBack;
import fr.creneau.web.Refused;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what went wrong as RFC 9457 has it, in the client's language, and never how it went wrong inside. */
public final class ProblemReplies {
    private static final Logger log = LoggerFactory.getLogger(ProblemReplies.class);
    private static final String TYPE = "urn:creneau:problem:";
    private static final String RETRY_AFTER = "retryAfter";

    private ProblemReplies() {}

    /** @param fault {@link Refused} and those of this package are told as what they are, all others as a fault of ours */
    public static void send(HttpServerRequest request, Messages messages, Throwable fault) {
        if (fault instanceof ApiProblem problem) {
            send(request, messages, problem);
        } else if (fault instanceof Refused refused) {
            send(request, messages, new ApiProblem(ProblemType.of(refused.problem())));
        } else if (fault instanceof ReplyException) {
            // Whoever answers logged why; here it is only known that nobody answered in time.
            log.warn("{} unanswered: {}", request.method(), fault.getMessage());
            send(request, messages, new ApiProblem(ProblemType.UNAVAILABLE));
        } else {
            log.error("{} failed", request.method(), fault);
            send(request, messages, new ApiProblem(ProblemType.FAULT));
        }
    }

    private static void send(HttpServerRequest request, Messages messages, ApiProblem problem) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return;
        }
        ProblemType type = problem.type();
        JsonObject json = new JsonObject()
                .put("type", TYPE + type.code())
                .put("title", messages.get(type.titleKey()))
                .put("status", type.status())
                .put("detail", messages.get(type.detailKey()))
                .put("code", type.code())
                .mergeIn(problem.members());
        if (type.status() == ProblemType.UNAVAILABLE.status()) {
            json.put(RETRY_AFTER, ComeBack.soon().toSeconds());
        }
        if (json.getValue(RETRY_AFTER) instanceof Number seconds) {
            response.putHeader("Retry-After", seconds.toString());
        }
        if (type.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        response.setStatusCode(type.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Content-Language", messages.language().code())
                .end(json.toBuffer());
    }
}
