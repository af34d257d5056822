package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.journey.PlaceHold;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Step 2: choose a slot. A choice holds a seat; another choice swaps it; the same choice twice changes nothing. */
public final class SlotPage implements Pages {
    static final String SLOT = "plage";
    private static final int NEAR = 4;

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/plage",
                stage -> stage.withAnswers((journey, eligible) -> shown(stage, journey, eligible)));
        Stage.post(
                router,
                site,
                "/plage",
                stage -> stage.visit()
                        .form(SLOT)
                        .compose(fields -> stage.withAnswers((journey, eligible) ->
                                choose(stage, journey, eligible, fields.getOrDefault(SLOT, "")))));
    }

    /**
     * What the page is about, for a visitor who has something of their own.
     *
     * @param lost whether the browser believes in a hold that is gone
     */
    private record Scene(
            Stage stage, Eligible eligible, CalendarView.Personal personal, boolean lost, Calendar calendar) {
        Answer.View show(CalendarView.Personal other, LocalDate week) {
            CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible);
            return CalendarView.show(
                    stage, sight, calendar, week, DaysOpen.inWords(eligible, sight.today(), words()), other);
        }

        private Messages words() {
            return stage.visit().messages();
        }
    }

    /** Asks the store what is held: the cookie may say what was true before a delay ran out, or a Redis was lost. */
    private static Future<Scene> scene(Stage stage, Journey journey, Eligible eligible) {
        return stage.hold(journey).map(hold -> {
            Journey current = hold.map(live -> stage.refresh(journey, live)).orElse(journey);
            Optional<Choice> held = hold.flatMap(live -> stage.offeredChoice(current, eligible));
            boolean lost = hold.isEmpty() && journey.choice().isPresent();
            CalendarView.Personal personal = new CalendarView.Personal(
                    held,
                    stage.path(current.proven() ? "/coordonnees" : "/securite"),
                    Notice.byCode(stage.visit().query(Stage.NOTICE)).map(Notice::shown),
                    List.of());
            return new Scene(
                    stage, eligible, personal, lost, calendar(stage, eligible::offers, held.map(Choice::slot)));
        });
    }

    private static Future<Answer> shown(Stage stage, Journey journey, Eligible eligible) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        boolean plain = hasNothingOwn(stage, journey)
                && stage.visit().query(Stage.NOTICE).isEmpty();
        if (plain && !DeskRooms.isWorthwhile(stage, eligible)) {
            return shared(stage, eligible).now();
        }
        return scene(stage, journey, eligible).map(scene -> {
            Calendar calendar = scene.calendar();
            if (!calendar.hasFree() && DeskRooms.isWorthwhile(stage, eligible)) {
                return Answer.redirect(stage.withNotice(stage.path("/file")));
            }
            CalendarView.Personal own = scene.personal();
            boolean unsaid = scene.lost() && own.notice().isEmpty();
            return scene.show(
                    unsaid ? own.with(Notice.HOLD_LOST.shown(), List.of()) : own,
                    CalendarView.Sight.of(stage, eligible).week(calendar));
        });
    }

    /** Who has nothing of their own on the calendar: it may be shown to strangers. */
    private static boolean hasNothingOwn(Stage stage, Journey journey) {
        return journey.choice().isEmpty() && stage.visit().tickets().all().isEmpty();
    }

    /** For whom no room is worth a visit: there is none to be led to. */
    private static Answer shared(Stage stage, Eligible eligible) {
        CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible, List.of());
        String days = DaysOpen.inWords(eligible, sight.today(), stage.visit().messages());
        return new Answer.Shared(sight, sight.kept(), List.of(days), () -> {
            Calendar calendar = calendar(stage, sight.days()::contains, Optional.empty());
            return CalendarView.show(
                    stage, sight, calendar, sight.week(calendar), Answer.Shared.own(0), CalendarView.Personal.NOTHING);
        });
    }

    private static Future<Answer> choose(Stage stage, Journey journey, Eligible eligible, String typed) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        return stage.site()
                .placeHold()
                .place(
                        stage.schedule(),
                        eligible,
                        stage.visit().sessionId(),
                        typed,
                        stage.visit().clientPrefix(),
                        release -> Turns.pass(stage, release))
                .compose(result -> result instanceof PlaceHold.Result.Asked asked
                        ? placed(stage, journey, eligible, asked.offer(), asked.outcome())
                        : noSuchSlot(stage, journey, eligible));
    }

    private static Future<Answer> noSuchSlot(Stage stage, Journey journey, Eligible eligible) {
        return scene(stage, journey, eligible)
                .map(scene -> scene.show(
                                scene.personal().with(Notice.NO_SUCH_SLOT.shown(), List.of()),
                                CalendarView.Sight.of(stage, eligible).week(scene.calendar()))
                        .status(422));
    }

    private static Future<Answer> placed(
            Stage stage, Journey journey, Eligible eligible, Offer offer, PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.Held held) {
            Journey chosen = stage.chose(journey, held.hold());
            stage.keep(chosen);
            offer.release().map(Release::id).ifPresent(release -> Turns.usedUp(stage, release));
            return stage.go(chosen.proven() ? "/coordonnees" : "/securite");
        }
        if (outcome instanceof PlaceOutcome.NoPass turnedAway) {
            return Turns.refused(stage, turnedAway.release());
        }
        return hasNothingOwn(stage, journey)
                ? stage.renewed().map(now -> refused(now, eligible, offer, outcome))
                : scene(stage, journey, eligible).map(scene -> refused(scene, offer, outcome));
    }

    /**
     * All that a refusal is made of, where nothing of it is this visitor's own.
     *
     * @param wanted when the slot starts that was wanted
     * @param proposing whether others around it are proposed
     */
    private record Refusal(CalendarView.Sight sight, Notice.Shown notice, Instant wanted, boolean proposing) {}

    /** What a crowd is told that comes too late: made once for all who read the same. */
    private static Answer refused(Stage stage, Eligible eligible, Offer offer, PlaceOutcome outcome) {
        CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible).ofNoWeek();
        Refusal refusal =
                new Refusal(sight, notice(stage, outcome), offer.slot().start(), isProposing(outcome));
        String days = DaysOpen.inWords(eligible, sight.today(), stage.visit().messages());
        Answer.Shared page = new Answer.Shared(refusal, sight.kept(), List.of(days), () -> {
            Calendar calendar = calendar(stage, sight.days()::contains, Optional.empty());
            CalendarView.Personal own = CalendarView.Personal.NOTHING.with(
                    refusal.notice(), near(calendar, refusal.wanted(), refusal.proposing()));
            return CalendarView.show(stage, sight, calendar, week(stage, refusal.wanted()), Answer.Shared.own(0), own);
        });
        return outcome instanceof PlaceOutcome.Limited limited ? page.tooMany(limited.retryAfter()) : page.status(409);
    }

    private static Answer refused(Scene scene, Offer offer, PlaceOutcome outcome) {
        Instant wanted = offer.slot().start();
        List<Calendar.Cell> near = near(scene.calendar(), wanted, isProposing(outcome));
        Answer.View page =
                scene.show(scene.personal().with(notice(scene.stage(), outcome), near), week(scene.stage(), wanted));
        return outcome instanceof PlaceOutcome.Limited limited ? page.tooMany(limited.retryAfter()) : page.status(409);
    }

    /** Not to those who have to wait. */
    private static boolean isProposing(PlaceOutcome outcome) {
        return !(outcome instanceof PlaceOutcome.Limited);
    }

    private static LocalDate week(Stage stage, Instant start) {
        return Calendar.mondayOf(LocalDate.ofInstant(start, stage.desk().zone()));
    }

    private static List<Calendar.Cell> near(Calendar calendar, Instant wanted, boolean proposing) {
        return proposing ? calendar.near(wanted, NEAR) : List.of();
    }

    private static Notice.Shown notice(Stage stage, PlaceOutcome outcome) {
        return outcome instanceof PlaceOutcome.Limited limited
                ? Notice.tooMany(
                        "wizard.notice.too-many-holds",
                        limited.retryAfter(),
                        stage.visit().messages())
                : refusal(stage, outcome).orElseThrow(() -> new Refused(Problem.UNAVAILABLE));
    }

    /** Why that slot is not to be had; empty if nobody could say in time. */
    private static Optional<Notice.Shown> refusal(Stage stage, PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.NotOpen closed) {
            Dates dates = Dates.in(stage.visit().messages().language());
            String opens = dates.dateTime(closed.opens().atZone(stage.desk().zone()));
            return Optional.of(Notice.notOpen("wizard.notice.not-open", opens));
        } else if (outcome instanceof PlaceOutcome.Full) {
            return Optional.of(Notice.FULL.shown());
        }
        return outcome instanceof PlaceOutcome.NotOffered ? Optional.of(Notice.NO_SUCH_SLOT.shown()) : Optional.empty();
    }

    private static Calendar calendar(Stage stage, Predicate<LocalDate> allowed, Optional<SlotId> mine) {
        List<Offer> offers = Turns.reachable(stage, stage.schedule().slots(), mine);
        return Calendar.of(offers, stage.now(), stage.desk().zone(), allowed, mine);
    }
}
