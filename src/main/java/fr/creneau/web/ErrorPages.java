package fr.creneau.web;

import fr.creneau.domain.slot.Desk;
import fr.creneau.task.Workers;
import fr.creneau.text.Messages;
import fr.creneau.web.api.Api;
import fr.creneau.web.api.ProblemReplies;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages for what went wrong: in plain words, with a way on, and never with how it went wrong inside. */
final class ErrorPages {
    private static final Logger log = LoggerFactory.getLogger(ErrorPages.class);
    static final String TEMPLATE = "erreur";
    private static final int[] STATUSES = {400, 403, 404, 405, 406, 413, 414, 415, 421, 500, 503};
    private final Site site;

    ErrorPages(Site site) {
        this.site = site;
    }

    /**
     * The model of the error page.
     *
     * @param again the page to try once more; empty where that is of no use
     * @param start the desk's first page, or the home page; with the site's own name for who came by another
     */
    record ErrorPage(int status, String title, String text, Optional<String> again, String start) {}

    /** Takes over what the router itself refuses, and what no handler caught. */
    void mount(Router router) {
        for (int status : STATUSES) {
            router.errorHandler(status, this::refuse);
        }
    }

    private void refuse(RoutingContext context) {
        if (Api.isAsked(context.request())) {
            refuseInJson(context);
            return;
        }
        Visit visit = new Visit(site, context);
        if (context.failure() instanceof IllegalArgumentException) {
            // The router could not read the address; what pages throw never comes this way.
            send(visit, Problem.MALFORMED);
        } else if (context.failure() == null) {
            send(visit, Problem.of(context.statusCode()));
        } else {
            send(visit, context.failure());
        }
    }

    private void refuseInJson(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure == null) {
            failure = new Refused(Problem.of(context.statusCode()));
        } else if (failure instanceof IllegalArgumentException) {
            failure = new Refused(Problem.MALFORMED);
        }
        ProblemReplies.send(context.request(), Messages.of(site.acceptedLanguage(context.request())), failure);
    }

    void send(Visit visit, Throwable fault) {
        if (fault instanceof Refused refused) {
            send(visit, refused.problem());
        } else if (fault instanceof Workers.Busy) {
            log.warn("{}", fault.getMessage());
            send(visit, Problem.UNAVAILABLE);
        } else if (fault instanceof ReplyException) {
            // Whoever answers logged why; here it is only known that nobody answered in time.
            log.warn("{} unanswered: {}", AccessLog.path(visit.context()), fault.getMessage());
            send(visit, Problem.UNAVAILABLE);
        } else {
            log.error("{} failed", visit.context().request().method(), fault);
            send(visit, Problem.FAULT);
        }
    }

    private void send(Visit visit, Problem problem) {
        if (visit.context().response().ended()) {
            return;
        }
        ErrorPage model = page(problem, visit.path(), visit.desk());
        Answer.View view = Answer.view(TEMPLATE, model.title(), model).status(problem.status());
        try {
            // A crowd is told so all at once, and has to be told cheaply: made once for all who are at that page.
            site.send(
                    visit,
                    problem == Problem.UNAVAILABLE
                            ? new Answer.Shared(model, visit.kept(), List.of(), () -> view).busy(ComeBack.soon())
                            : view);
        } catch (RuntimeException broken) {
            log.error("the error page itself failed", broken);
            visit.context().response().setStatusCode(problem.status()).end();
        }
    }

    /** @param path of the page that went wrong */
    ErrorPage page(Problem problem, String path, Optional<Desk> desk) {
        String key = "error." + problem.key();
        return new ErrorPage(
                problem.status(),
                key + ".title",
                key + ".text",
                canTryAgain(problem) ? Optional.of(path) : Optional.empty(),
                problem == Problem.UNKNOWN_HOST
                        ? home()
                        : desk.map(Desk::id).map(id -> "/rdv/" + id).orElse("/"));
    }

    /** Whoever came by a name that is not ours would be refused again at a path of it. */
    private String home() {
        return site.config().http().publicUrl() + "/";
    }

    private static boolean canTryAgain(Problem problem) {
        return switch (problem) {
            case STALE_PAGE, MALFORMED, TOO_LARGE, UNAVAILABLE, FAULT, CROSS_SITE -> true;
            default -> false;
        };
    }
}
