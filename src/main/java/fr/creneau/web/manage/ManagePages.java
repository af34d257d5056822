package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The page behind the second mail's link: see the appointment, download its papers, cancel it. */
public final class ManagePages implements Pages {
    private static final String PATH = MailLink.path(Purpose.MANAGE) + ":token";
    private static final String PDF = "convocation.pdf";
    private static final String CALENDAR = "rendez-vous.ics";

    /**
     * @param over whether its time has come
     * @param start the desk's first page, for a new request
     */
    record Management(Ticket ticket, boolean over, String pdf, String calendar, String cancelPage, String start) {}

    @Override
    public void mount(Router router, Site site) {
        site.get(router, PATH, visit -> show(site, visit));
    }

    private static Future<Answer> show(Site site, Visit visit) {
        MailLink link = MailLink.of(visit, Purpose.MANAGE);
        return link.read(site, visit).map(found -> {
            Management model = new Management(
                    Ticket.of(found),
                    found.over(site.clock().instant()),
                    link.page() + "/" + PDF,
                    link.page() + "/" + CALENDAR,
                    link.page() + CancelPages.STEP,
                    "/rdv/" + found.desk().id().value());
            return found.appointment().state() == BookingState.BOOKED
                    ? Answer.view("manage", "manage.manage-title", model)
                    : Answer.view("cancelled", "manage.cancelled-title", model);
        });
    }
}
