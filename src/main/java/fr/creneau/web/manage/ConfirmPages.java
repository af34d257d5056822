package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Instant;

/** The page behind the first mail's link: what is about to be confirmed, and the button that does it. */
public final class ConfirmPages implements Pages {
    private static final String PATH = MailLink.path(Purpose.CONFIRM) + ":token";

    /**
     * @param over whether its time has come
     * @param start the desk's first page, for a new request
     */
    record Confirmation(
            Ticket ticket,
            Instant confirmBy,
            boolean over,
            String self,
            String pdf,
            String calendar,
            String cancelPage,
            String start) {}

    @Override
    public void mount(Router router, Site site) {
        site.get(router, PATH, visit -> show(site, visit));
        site.post(router, PATH, visit -> visit.formOfSecretPage().compose(form -> confirm(site, visit)));
    }

    private static Future<Answer> show(Site site, Visit visit) {
        MailLink link = MailLink.of(visit, Purpose.CONFIRM);
        return link.read(site, visit).map(found -> view(site, link, found));
    }

    private static Answer view(Site site, MailLink link, Found found) {
        Confirmation model = new Confirmation(
                Ticket.of(found),
                found.confirmBy(),
                found.over(site.clock().instant()),
                link.page(),
                link.page() + Papers.PDF,
                link.page() + Papers.CALENDAR,
                link.page() + CancelPages.STEP,
                "/rdv/" + found.desk().id().value());
        return switch (found.appointment().state()) {
            case PENDING ->
                found.confirmable(site.clock().instant())
                        ? Answer.view("confirm", "manage.confirm-title", model)
                        : Answer.view("expired", "manage.expired-title", model);
            case EXPIRED -> Answer.view("expired", "manage.expired-title", model);
            case BOOKED -> Answer.view("confirmed", "manage.confirmed-title", model);
            case CANCELLED -> Answer.view("cancelled", "manage.cancelled-title", model);
        };
    }

    /** Whatever became of it, the page itself says: so a refresh sends nothing again, and a second click finds it confirmed. */
    private static Future<Answer> confirm(Site site, Visit visit) {
        MailLink link = MailLink.of(visit, Purpose.CONFIRM);
        return site.bus()
                .request(BookingMessages.CONFIRM, new BookingMessages.Confirm(link.token()))
                .compose(outcome -> outcome instanceof ConfirmOutcome.Unknown
                        // Given back meanwhile, or never there: the page knows which.
                        ? link.read(site, visit).map(found -> Answer.redirect(link.page()))
                        : Answer.redirect(link.page()).now());
    }
}
