package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.text.Dates;
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
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Step 2: choose a slot. A choice holds a seat; another choice swaps it; the same choice twice changes nothing. */
public final class SlotPage implements Pages {
    static final String SLOT = "plage";
    private static final String WEEK = "semaine";
    private static final String VIEW = "vue";
    private static final String LIST = "liste";
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
     * @param days on which to come, in words
     * @param near where a wanted slot was full: what is free around it
     */
    record View(
            Optional<Notice.Shown> notice,
            Calendar.Week week,
            boolean asList,
            Optional<String> before,
            Optional<String> after,
            String otherView,
            Optional<Calendar.Cell> first,
            String firstUrl,
            List<Calendar.Cell> near,
            List<Calendar.Opening> openings,
            String days,
            Optional<Instant> held,
            Optional<Instant> deadline,
            String next,
            String action,
            String change) {}

    /**
     * @param openings slots that are announced, if that is what there is
     * @param opensOn the first day on which the applicant may come, if that is the reason
     */
    record NoSlot(
            Optional<Notice.Shown> notice,
            List<Calendar.Opening> openings,
            Optional<LocalDate> opensOn,
            String change,
            String again) {}

    /**
     * What the page is about.
     *
     * @param held the choice of this browser that the store still keeps for it
     * @param lost whether the browser believes in a hold that is gone
     */
    private record Scene(
            Stage stage, Journey journey, Eligible eligible, Optional<Choice> held, boolean lost, Calendar calendar) {}

    /** Asks the store what is held: the cookie may say what was true before a delay ran out, or a Redis was lost. */
    private static Future<Scene> scene(Stage stage, Journey journey, Eligible eligible) {
        return stage.hold(journey).map(hold -> {
            Journey current = hold.map(live -> stage.refresh(journey, live)).orElse(journey);
            Optional<Choice> held = hold.flatMap(live -> stage.offeredChoice(current, eligible));
            boolean lost = hold.isEmpty() && journey.choice().isPresent();
            Optional<SlotId> mine = held.map(Choice::slot);
            List<Offer> reachable = Turns.reachable(stage, stage.schedule().slots(), mine);
            return new Scene(stage, current, eligible, held, lost, calendar(stage, reachable, eligible, mine));
        });
    }

    private static Future<Answer> shown(Stage stage, Journey journey, Eligible eligible) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        return scene(stage, journey, eligible).map(scene -> {
            if (!scene.calendar().hasFree() && DeskRooms.isWorthwhile(stage, eligible)) {
                return Answer.redirect(stage.withNotice(stage.path("/file")));
            }
            Optional<Notice> notice = Notice.byCode(stage.visit().query(Stage.NOTICE))
                    .or(() -> scene.lost() ? Optional.of(Notice.HOLD_LOST) : Optional.empty());
            return show(scene, wishedWeek(stage, scene.calendar()), notice.map(Notice::shown), List.of());
        });
    }

    private static Answer.View show(
            Scene scene, LocalDate monday, Optional<Notice.Shown> notice, List<Calendar.Cell> near) {
        Stage stage = scene.stage();
        Eligible eligible = scene.eligible();
        Calendar calendar = scene.calendar();
        List<Calendar.Opening> openings = calendar.openings();
        if (!calendar.hasFree()) {
            NoSlot none = new NoSlot(
                    notice,
                    openings,
                    eligible.window().isBounded() ? eligible.opensLater(stage.today()) : Optional.empty(),
                    stage.path("/descriptif"),
                    stage.path("/plage"));
            String title = openings.isEmpty() ? "wizard.full.title" : "wizard.full.announced-title";
            return stage.view(2, "complet", title, none);
        }
        boolean asList = stage.visit().query(VIEW).equals(LIST);
        View view = new View(
                notice,
                calendar.week(monday),
                asList,
                calendar.weekBefore(monday).map(week -> url(stage, week, asList)),
                calendar.weekAfter(monday).map(week -> url(stage, week, asList)),
                url(stage, monday, !asList),
                calendar.firstFree(),
                url(stage, calendar.startingWeek(stage.today()), asList),
                near,
                openings,
                DaysOpen.inWords(eligible, stage.today(), stage.visit().messages()),
                scene.held().map(Choice::start),
                scene.held().map(Choice::deadline),
                stage.path(scene.journey().proven() ? "/coordonnees" : "/securite"),
                stage.path("/plage"),
                stage.path("/descriptif"));
        return stage.view(2, "plage", "wizard.slot.title", view);
    }

    private static Future<Answer> choose(Stage stage, Journey journey, Eligible eligible, String typed) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        return new PlaceHold(stage.site().bus(), stage.site().clock())
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
                .map(scene -> show(
                                scene,
                                wishedWeek(stage, scene.calendar()),
                                Optional.of(Notice.NO_SUCH_SLOT.shown()),
                                List.of())
                        .status(422));
    }

    private static Future<Answer> placed(
            Stage stage, Journey journey, Eligible eligible, Offer offer, PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.Held held) {
            Journey chosen = stage.chose(journey, held.hold());
            stage.keep(chosen);
            return stage.go(chosen.proven() ? "/coordonnees" : "/securite");
        }
        if (outcome instanceof PlaceOutcome.NoPass turnedAway) {
            return Turns.refused(stage, turnedAway.release());
        }
        return scene(stage, journey, eligible).map(scene -> refused(scene, offer, outcome));
    }

    private static Answer.View refused(Scene scene, Offer offer, PlaceOutcome outcome) {
        LocalDate week =
                Calendar.mondayOf(offer.slot().date(scene.stage().desk().zone()));
        if (outcome instanceof PlaceOutcome.Limited limited) {
            Notice.Shown notice = Notice.tooMany(
                    "wizard.notice.too-many-holds",
                    limited.retryAfter(),
                    scene.stage().visit().messages());
            return show(scene, week, Optional.of(notice), List.of()).tooMany(limited.retryAfter());
        }
        Notice.Shown notice = refusal(scene.stage(), outcome).orElseThrow(() -> new Refused(Problem.UNAVAILABLE));
        List<Calendar.Cell> near = scene.calendar().near(offer.slot().start(), NEAR);
        return show(scene, week, Optional.of(notice), near).status(409);
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

    private static Calendar calendar(Stage stage, List<Offer> offers, Eligible eligible, Optional<SlotId> mine) {
        return Calendar.of(offers, stage.now(), stage.desk().zone(), eligible::offers, mine);
    }

    private static LocalDate wishedWeek(Stage stage, Calendar calendar) {
        try {
            LocalDate wished = Calendar.mondayOf(LocalDate.parse(stage.visit().query(WEEK)));
            return calendar.week(wished).hasSlots() ? wished : calendar.startingWeek(stage.today());
        } catch (DateTimeParseException none) {
            return calendar.startingWeek(stage.today());
        }
    }

    private static String url(Stage stage, LocalDate monday, boolean asList) {
        return stage.path("/plage") + "?" + WEEK + "=" + monday + (asList ? "&" + VIEW + "=" + LIST : "");
    }
}
