package fr.creneau.web;

import fr.creneau.domain.Language;
import fr.creneau.schedule.Snapshot;
import fr.creneau.text.Messages;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns an {@link Answer} into a response. Used on one event loop. */
final class Answers {
    private final Assets assets;
    private final Page.Delays delays;
    private final Clock clock;
    private final Renderer renderer;
    private final SharedPages sharedPages = new SharedPages(this::renderWithHoles);
    /** There are many kinds, in the moments when there are many at all: they are not to drive out what all read. */
    private final SharedPages refusals = new SharedPages(this::renderWithHoles);

    Answers(Assets assets, Page.Delays delays, Clock clock) {
        this.assets = assets;
        this.delays = delays;
        this.clock = clock;
        this.renderer = new Renderer(assets);
    }

    /**
     * With the cookies that go with it.
     *
     * @param snapshot of which the answer was made
     */
    void send(Visit visit, Answer answer, @Nullable Snapshot snapshot) {
        if (visit.context().response().ended()) {
            return;
        }
        if (answer instanceof Answer.View view) {
            send(visit, view);
        } else if (answer instanceof Answer.Shared shared) {
            send(visit, shared, snapshot);
        } else if (answer instanceof Answer.Document document) {
            send(visit, document);
        } else {
            visit.keep();
            visit.context()
                    .response()
                    .setStatusCode(303)
                    .putHeader(HttpHeaders.LOCATION, ((Answer.Redirect) answer).path());
            visit.context().end();
        }
    }

    private void send(Visit visit, Answer.View view) {
        // Rendered first: a page with a form makes a session, which is a cookie.
        String html = render(visit, view, visit.kept(), visit::csrfToken);
        visit.keep();
        HttpServerResponse response = visit.context()
                .response()
                .setStatusCode(view.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        tellRetryAfter(response, view.retryAfter());
        Compression.end(visit.context().request(), new Compressible(Buffer.buffer(html)));
    }

    private static void tellRetryAfter(HttpServerResponse response, Duration wait) {
        if (!wait.isZero()) {
            // Rounded up: who comes back then must not be a moment early.
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf((wait.toMillis() + 999) / 1_000));
        }
    }

    private static void send(Visit visit, Answer.Document document) {
        visit.keep();
        HttpServerResponse response = visit.context()
                .response()
                .setStatusCode(document.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, document.contentType());
        if (!document.fileName().isEmpty()) {
            response.putHeader("Content-Disposition", "attachment; filename=\"" + document.fileName() + "\"");
        }
        visit.context().end(document.content());
    }

    private void send(Visit visit, Answer.Shared answer, @Nullable Snapshot snapshot) {
        RoutingContext context = visit.context();
        boolean refusal = answer.sent().status() != 200;
        PagePieces page = (refusal ? refusals : sharedPages).page(visit, answer, snapshot, clock.instant());
        PagePieces.Own own = new PagePieces.Own(
                answer.own().stream().map(Renderer::escape).toList(), page.hasToken() ? visit.csrfToken() : "");
        visit.keep();
        HttpServerResponse response = context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (answer.sent().mayBeKept()) {
            // The browser has to ask each time whether it is still the page.
            String tag = page.tag(own, page.hasToken() ? visit.sessionId().value() : "");
            response.putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache").putHeader(HttpHeaders.ETAG, tag);
            if (tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
                response.setStatusCode(304);
                context.end();
                return;
            }
        }
        tellRetryAfter(response, answer.sent().retryAfter());
        response.setStatusCode(answer.sent().status()).putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        if (Compression.wishesGzip(context.request())) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, ContentCoding.GZIP.token());
            context.end(page.gzip(own));
        } else {
            context.end(page.plain(own));
        }
    }

    private String renderWithHoles(Visit visit, Answer.View view, String kept) {
        return render(visit, view, kept, () -> PagePieces.hole(PagePieces.TOKEN));
    }

    private String render(Visit visit, Answer.View view, String kept, Supplier<String> token) {
        Page page = new Page(
                visit.messages().get(view.titleKey()),
                visit.messages(),
                visit.desk(),
                visit.path(),
                kept,
                token,
                List.copyOf(view.steps()),
                delays,
                assets.themed(),
                clock.instant());
        return renderer.render(view.template(), page, view.model());
    }

    /** A page for whoever comes, in French: without desk, form or step. Blocking. */
    String renderForAll(Answer.View view) {
        Messages messages = Messages.of(Language.FR);
        Page page = new Page(
                messages.get(view.titleKey()),
                messages,
                Optional.empty(),
                "/",
                "",
                () -> "",
                List.of(),
                delays,
                assets.themed(),
                clock.instant());
        return renderer.render(view.template(), page, view.model());
    }
}
