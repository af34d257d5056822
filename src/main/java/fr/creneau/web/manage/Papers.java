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
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.util.function.Function;

/**
 * The papers of an appointment, behind the link of either mail: whoever lost the second one, or never got it, has the first. Only an
 * appointment that stands has papers.
 */
public final class Papers implements Pages {
    /** What follows a link's own address. */
    static final String PDF = "/convocation.pdf";

    static final String CALENDAR = "/rendez-vous.ics";

    @Override
    public void mount(Router router, Site site) {
        for (Purpose purpose : Purpose.values()) {
            String link = MailLink.path(purpose) + ":token";
            site.get(
                    router,
                    link + PDF,
                    visit -> send(site, visit, purpose, "application/pdf", PDF, Papers::convocation));
            site.get(
                    router,
                    link + CALENDAR,
                    visit -> send(
                            site, visit, purpose, CalendarFile.REQUEST_TYPE, CALENDAR, found -> calendar(site, found)));
        }
    }

    /** Made again as they were mailed: in the language of the request. */
    private static byte[] convocation(Found found) {
        return ConvocationPdf.render(
                found.appointment(), found.desk(), found.appointment().language());
    }

    private static byte[] calendar(Site site, Found found) {
        return CalendarFile.request(
                found.appointment(),
                found.desk(),
                found.appointment().language(),
                site.clock().instant());
    }

    private static Future<Answer> send(
            Site site, Visit visit, Purpose purpose, String type, String name, Function<Found, byte[]> paper) {
        return MailLink.of(visit, purpose).read(site, visit).compose(found -> {
            if (found.appointment().state() != BookingState.BOOKED) {
                return Future.failedFuture(new Refused(Problem.NOT_FOUND));
            }
            // Tens of milliseconds of computing: not on the event loop.
            return site.papers()
                    .run(() -> paper.apply(found))
                    .map(bytes -> new Answer.Document(type, name.substring(1), Buffer.buffer(bytes)));
        });
    }
}
