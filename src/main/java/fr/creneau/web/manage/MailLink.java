package fr.creneau.web.manage;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.domain.slot.Desk;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;

/** A link that a mail brought: its token, and what that opens. */
record MailLink(String token, Purpose purpose) {
    private static final String CONFIRM_PATH = "/confirmation/";
    private static final String MANAGE_PATH = "/rendez-vous/";

    static String path(Purpose purpose) {
        return purpose == Purpose.CONFIRM ? CONFIRM_PATH : MANAGE_PATH;
    }

    static MailLink of(Visit visit, Purpose purpose) {
        return new MailLink(visit.pathParam("token"), purpose);
    }

    /** The page it leads to. */
    String page() {
        return path(purpose) + token;
    }

    /**
     * What the link is about, and the desk whose page it becomes. Changes nothing.
     *
     * @return fails with {@link Problem#NOT_FOUND} for a token that is none: the same page as for any unknown address
     */
    Future<Found> read(Site site, Visit visit) {
        return site.bus()
                .request(BookingMessages.READ, new BookingMessages.Read(token, purpose))
                .compose(outcome -> outcome instanceof ReadOutcome.Found found
                        ? site.snapshot().map(snapshot -> {
                            Desk desk = snapshot.desk(found.appointment().desk())
                                    .map(DeskSchedule::desk)
                                    // The booking is there, so its desk is too: the snapshot has yet to be taken.
                                    .orElseThrow(() -> new Refused(Problem.UNAVAILABLE));
                            visit.at(desk);
                            return new Found(found.appointment(), desk, found.confirmBy());
                        })
                        : Future.failedFuture(new Refused(Problem.NOT_FOUND)));
    }
}
