package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** Giving an appointment, or a request, back: asked on one page, asked again on this one, done by its form. */
public final class CancelPages implements Pages {
    /** What follows a link's own address. */
    static final String STEP = "/annuler";

    private static final String SURE = "certain";

    /** @param back the page the person came from */
    record Cancellation(Ticket ticket, String self, String back) {}

    @Override
    public void mount(Router router, Site site) {
        for (Purpose purpose : Purpose.values()) {
            String path = MailLink.path(purpose) + ":token" + STEP;
            site.get(router, path, visit -> ask(site, visit, MailLink.of(visit, purpose)));
            site.post(
                    router,
                    path,
                    visit -> visit.formOfSecretPage(SURE)
                            .compose(form -> form.containsKey(SURE)
                                    ? cancel(site, visit, MailLink.of(visit, purpose))
                                    : ask(site, visit, MailLink.of(visit, purpose))));
        }
    }

    private static Future<Answer> ask(Site site, Visit visit, MailLink link) {
        return link.read(site, visit).map(found -> {
            if (!found.cancellable(site.clock().instant())) {
                return Answer.redirect(link.page());
            }
            Cancellation model = new Cancellation(Ticket.of(found), link.page() + STEP, link.page());
            return Answer.view("cancel", "manage.cancel-title", model);
        });
    }

    /**
     * Afterwards the link's own page says how it stands: cancelled, or over. Read first: a link gives nothing back on the pages of the
     * other purpose, which do not know it.
     */
    private static Future<Answer> cancel(Site site, Visit visit, MailLink link) {
        return link.read(site, visit)
                .compose(found -> site.bus().request(BookingMessages.CANCEL, new BookingMessages.Cancel(link.token())))
                .map(outcome -> {
                    if (outcome == CancelOutcome.UNKNOWN) {
                        throw new Refused(Problem.NOT_FOUND);
                    }
                    return Answer.redirect(link.page());
                });
    }
}
