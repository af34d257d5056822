package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the calendar's page is about, for a visitor who has something of their own.
 *
 * @param lost whether the browser believes in a hold that is gone
 */
record SlotScene(Stage stage, Eligible eligible, CalendarView.Personal personal, boolean lost, Calendar calendar) {

    /** Asks the store what is held: the cookie may say what was true before a delay ran out, or a Redis was lost. */
    static Future<SlotScene> of(Stage stage, Journey journey, Eligible eligible) {
        return stage.hold(journey).map(hold -> {
            Journey current = hold.map(live -> stage.refresh(journey, live)).orElse(journey);
            Optional<Choice> held = hold.flatMap(live -> stage.offeredChoice(current, eligible));
            boolean lost = hold.isEmpty() && journey.choice().isPresent();
            CalendarView.Personal personal = new CalendarView.Personal(
                    held,
                    stage.path(current.proven() ? "/coordonnees" : "/securite"),
                    Notice.byCode(stage.visit().query(Stage.NOTICE)).map(Notice::shown),
                    List.of());
            return new SlotScene(
                    stage, eligible, personal, lost, calendar(stage, eligible::offers, held.map(Choice::slot)));
        });
    }

    /** Who has nothing of their own on the calendar: it may be shown to strangers. */
    static boolean isEmpty(Stage stage, Journey journey) {
        return journey.choice().isEmpty() && stage.visit().tickets().all().isEmpty();
    }

    /** The calendar of a visitor who may come on those days, and holds a seat of that slot if of any. */
    static Calendar calendar(Stage stage, Predicate<LocalDate> allowed, Optional<SlotId> mine) {
        List<Offer> offers = Turns.reachable(stage, stage.schedule().slots(), mine);
        return Calendar.of(offers, stage.now(), stage.desk().zone(), allowed, mine);
    }

    /** The page as it was asked for. */
    Answer.View show(CalendarView.Personal other) {
        return show(other, CalendarView.Sight.of(stage, eligible).week(calendar));
    }

    /** The page with that week on it, whichever was asked for. */
    Answer.View show(CalendarView.Personal other, LocalDate monday) {
        CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible);
        String days = DaysOpen.inWords(eligible, sight.today(), stage.visit().messages());
        return CalendarView.show(stage, sight, calendar, monday, days, other);
    }
}
