package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
import fr.creneau.web.Answer;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What somebody is told who does not get the slot they chose: why, and which others are free around it.
 *
 * @param wanted when the slot starts that was wanted
 * @param retryAfter when it was too much: for how long to wait
 */
record SlotRefusal(Notice.Shown notice, Instant wanted, Optional<Duration> retryAfter) {
    private static final int NEAR = 4;
    private static final int CONFLICT = 409;

    /** Throws {@link Refused} if nobody could say in time. */
    static SlotRefusal of(Stage stage, Offer offer, PlaceOutcome outcome) {
        Instant wanted = offer.slot().start();
        if (outcome instanceof PlaceOutcome.Limited limited) {
            Notice.Shown notice = Notice.tooMany(
                    "wizard.notice.too-many-holds",
                    limited.retryAfter(),
                    stage.visit().messages());
            return new SlotRefusal(notice, wanted, Optional.of(limited.retryAfter()));
        }
        return new SlotRefusal(
                reason(stage, outcome).orElseThrow(() -> new Refused(Problem.UNAVAILABLE)), wanted, Optional.empty());
    }

    /** Why that slot is not to be had. */
    private static Optional<Notice.Shown> reason(Stage stage, PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.NotOpen closed) {
            Dates dates = Dates.in(stage.visit().messages().language());
            String opens = dates.dateTime(closed.opens().atZone(stage.desk().zone()));
            return Optional.of(Notice.notOpen("wizard.notice.not-open", opens));
        } else if (outcome instanceof PlaceOutcome.Full) {
            return Optional.of(Notice.FULL.shown());
        }
        return outcome instanceof PlaceOutcome.NotOffered ? Optional.of(Notice.NO_SUCH_SLOT.shown()) : Optional.empty();
    }

    /**
     * All that the page is made of, where nothing of it is this visitor's own.
     *
     * @param proposing whether others around the wanted slot are proposed
     */
    private record Seen(CalendarView.Sight sight, Notice.Shown notice, Instant wanted, boolean proposing) {}

    /** To a crowd that comes too late, each with nothing of their own: made once for all who read the same. */
    Answer toAll(Stage stage, Eligible eligible) {
        CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible).ofNoWeek();
        Seen seen = new Seen(sight, notice, wanted, isProposing());
        String days = DaysOpen.inWords(eligible, sight.today(), stage.visit().messages());
        return answer(new Answer.Shared(seen, sight.kept(), List.of(days), () -> {
            Calendar calendar = SlotScene.calendar(stage, sight.days()::contains, Optional.empty());
            return CalendarView.show(
                    stage,
                    sight,
                    calendar,
                    week(stage),
                    Answer.Shared.own(0),
                    CalendarView.Personal.NOTHING.with(notice, near(calendar)));
        }));
    }

    /** To one visitor. */
    Answer to(SlotScene scene) {
        return answer(scene.show(scene.personal().with(notice, near(scene.calendar())), week(scene.stage())));
    }

    private Answer answer(Answer.OfPage page) {
        return retryAfter.map(page::tooMany).orElseGet(() -> page.status(CONFLICT));
    }

    /** Not to those who have to wait. */
    private boolean isProposing() {
        return retryAfter.isEmpty();
    }

    private List<Calendar.Cell> near(Calendar calendar) {
        return isProposing() ? calendar.near(wanted, NEAR) : List.of();
    }

    private LocalDate week(Stage stage) {
        return Calendar.mondayOf(LocalDate.ofInstant(wanted, stage.desk().zone()));
    }
}
