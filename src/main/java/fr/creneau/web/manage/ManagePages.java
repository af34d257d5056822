package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.convocation.CalendarFile;
import fr.creneau.convocation.ConvocationPdf;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.function.Function;

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
        site.get(
                router,
                PATH + "/" + PDF,
                visit -> document(
                        site,
                        visit,
                        "application/pdf",
                        PDF,
                        found -> ConvocationPdf.render(
                                found.appointment(),
                                found.desk(),
                                found.appointment().language())));
        site.get(
                router,
                PATH + "/" + CALENDAR,
                visit -> document(
                        site,
                        visit,
                        CalendarFile.REQUEST_TYPE,
                        CALENDAR,
                        found -> CalendarFile.request(
                                found.appointment(),
                                found.desk(),
                                found.appointment().language())));
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

    /** Papers of an appointment that stands, made again as they were mailed: in the language of the request. */
    private static Future<Answer> document(
            Site site, Visit visit, String type, String fileName, Function<Found, byte[]> paper) {
        return MailLink.of(visit, Purpose.MANAGE).read(site, visit).compose(found -> {
            if (found.appointment().state() != BookingState.BOOKED) {
                return Future.failedFuture(new Refused(Problem.NOT_FOUND));
            }
            // Tens of milliseconds of computing: not on the event loop.
            return Vertx.currentContext()
                    .executeBlocking(() -> paper.apply(found), false)
                    .map(bytes -> new Answer.Document(type, fileName, Buffer.buffer(bytes)));
        });
    }
}
