package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The page behind the second mail's link: see the appointment, and the way to its papers and its cancellation. */
public final class ManagePages implements Pages {
    /**
     * @param over whether its time has come
     * @param start the desk's first page, for a new request
     */
    record Management(Ticket ticket, boolean over, String pdf, String calendar, String cancelPage, String start) {}

    @Override
    public void mount(Router router, Site site) {
        site.get(router, MailLink.path(Purpose.MANAGE) + ":token", visit -> show(site, visit));
    }

    private static Future<Answer> show(Site site, Visit visit) {
        MailLink link = MailLink.of(visit, Purpose.MANAGE);
        return link.read(site, visit).map(found -> {
            Management model = new Management(
                    Ticket.of(found),
                    found.over(site.clock().instant()),
                    link.page() + Papers.PDF,
                    link.page() + Papers.CALENDAR,
                    link.page() + CancelPages.STEP,
                    "/rdv/" + found.desk().id().value());
            return found.appointment().state() == BookingState.BOOKED
                    ? Answer.view("manage", "manage.manage-title", model)
                    : Answer.view("cancelled", "manage.cancelled-title", model);
        });
    }
}
