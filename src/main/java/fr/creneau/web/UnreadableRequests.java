package fr.creneau.web;

import fr.creneau.domain.Language;
import fr.creneau.text.Messages;
import fr.creneau.web.api.Api;
import fr.creneau.web.api.ProblemReplies;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers what cannot be read as a request: it never reaches the router. The pages are made once, in both languages, since nothing that
 * came can be relied on. The connection ends there.
 */
final class UnreadableRequests {
    private static final String TEMPLATE = "illisible";
    /** The answer is not ended before: the connection ends with it, and a client that still sends would lose what it was told. */
    private static final long LINGER_MS = Duration.ofSeconds(2).toMillis();

    private final Vertx vertx;
    private final Site site;
    private final SecurityHeaders securityHeaders;
    private final Map<Problem, Buffer> pages = new EnumMap<>(Problem.class);

    /** Renders the pages. Blocking. */
    UnreadableRequests(Vertx vertx, Site site, SecurityHeaders securityHeaders) {
        this.vertx = vertx;
        this.site = site;
        this.securityHeaders = securityHeaders;
        for (Problem problem : List.of(Problem.MALFORMED, Problem.ADDRESS_TOO_LONG, Problem.HEADERS_TOO_LARGE)) {
            View view = View.of(problem, Messages.of(Language.EN));
            pages.put(problem, Buffer.buffer(site.renderForAll(Answer.view(TEMPLATE, view.title(), view))));
        }
    }

    /** @param title key of a sentence, as {@code text}; the others are in the other language */
    record View(String title, String text, String otherLang, String otherTitle, String otherText, String otherStart) {
        static View of(Problem problem, Messages other) {
            String title = "error." + problem.key() + ".title";
            String text = "error." + problem.key() + ".text";
            return new View(
                    title, text, other.language().code(), other.get(title), other.get(text), other.get("error.start"));
        }
    }

    void handle(HttpServerRequest request) {
        Problem problem = problem(request.decoderResult().cause());
        HttpServerResponse response = request.response();
        AccessLog.unreadable(problem.status());
        securityHeaders.putOn(response);
        response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (Api.isAsked(request)) {
            ProblemReplies.send(request, Messages.of(site.acceptedLanguage(request)), new Refused(problem));
        } else {
            Buffer page = pages.getOrDefault(problem, Buffer.buffer());
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                    .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(page.length()))
                    .write(page);
            vertx.setTimer(LINGER_MS, heard -> response.end());
        }
    }

    private static Problem problem(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.ADDRESS_TOO_LONG;
        }
        return cause instanceof TooLongHttpHeaderException ? Problem.HEADERS_TOO_LARGE : Problem.MALFORMED;
    }
}
