package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
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
    /** Not longer than the bus waits: what Redis gets to later must hold nothing. */
    private static final Duration PATIENCE = Duration.ofMillis(1_800);

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
            String days,
            Optional<Instant> held,
            Optional<Instant> deadline,
            String next,
            String action,
            String change) {}

    /** @param opensOn the first day on which the applicant may come, if that is the reason */
    record NoSlot(Optional<Notice.Shown> notice, Optional<LocalDate> opensOn, String change, String again) {}

    private static Future<Answer> shown(Stage stage, Journey journey, Eligible eligible) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        Optional<Notice.Shown> notice =
                Notice.byCode(stage.visit().query(Stage.NOTICE)).map(Notice::shown);
        Calendar calendar = calendar(stage, journey, eligible);
        LocalDate week = wishedWeek(stage, calendar);
        return show(stage, journey, eligible, calendar, week, notice, List.of()).now();
    }

    private static Answer.View show(
            Stage stage,
            Journey journey,
            Eligible eligible,
            Calendar calendar,
            LocalDate monday,
            Optional<Notice.Shown> notice,
            List<Calendar.Cell> near) {
        if (!calendar.hasFree()) {
            NoSlot none = new NoSlot(
                    notice,
                    eligible.window().isBounded() ? eligible.opensLater(stage.today()) : Optional.empty(),
                    stage.path("/descriptif"),
                    stage.path("/plage"));
            return stage.view(2, "complet", "wizard.full.title", none);
        }
        boolean asList = stage.visit().query(VIEW).equals(LIST);
        Optional<Choice> held = liveChoice(stage, journey);
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
                DaysOpen.inWords(eligible, stage.today(), stage.visit().messages()),
                held.map(Choice::start),
                held.map(Choice::deadline),
                stage.path(journey.proven() ? "/coordonnees" : "/securite"),
                stage.path("/plage"),
                stage.path("/descriptif"));
        return stage.view(2, "plage", "wizard.slot.title", view);
    }

    private static Future<Answer> choose(Stage stage, Journey journey, Eligible eligible, String typed) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        Calendar calendar = calendar(stage, journey, eligible);
        Optional<Offer> wanted = SlotId.isWellFormed(typed) ? calendar.offer(new SlotId(typed)) : Optional.empty();
        if (wanted.isEmpty()) {
            // Unknown, past, another desk's, or on a day this applicant may not come: never held, whatever Redis would
            // say.
            LocalDate week = wishedWeek(stage, calendar);
            Optional<Notice.Shown> notice = Optional.of(Notice.NO_SUCH_SLOT.shown());
            return show(stage, journey, eligible, calendar, week, notice, List.of())
                    .status(422)
                    .now();
        }
        Offer offer = wanted.get();
        HoldMessages.Place place = new HoldMessages.Place(
                stage.deskId(),
                offer.slot().id(),
                stage.visit().sessionId(),
                stage.now().plus(PATIENCE),
                stage.visit().clientPrefix());
        return stage.site()
                .bus()
                .request(HoldMessages.PLACE, place)
                .compose(outcome -> placed(stage, journey, eligible, calendar, offer, outcome));
    }

    private static Future<Answer> placed(
            Stage stage, Journey journey, Eligible eligible, Calendar calendar, Offer offer, PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.Held held) {
            Journey chosen = stage.chose(journey, held.hold());
            stage.keep(chosen);
            return stage.go(chosen.proven() ? "/coordonnees" : "/securite");
        }
        LocalDate week = Calendar.mondayOf(offer.slot().date(stage.desk().zone()));
        if (outcome instanceof PlaceOutcome.Limited limited) {
            Notice.Shown notice = Notice.tooMany(
                    "wizard.notice.too-many-holds",
                    limited.retryAfter(),
                    stage.visit().messages());
            return show(stage, journey, eligible, calendar, week, Optional.of(notice), List.of())
                    .tooMany(limited.retryAfter())
                    .now();
        }
        boolean full = outcome instanceof PlaceOutcome.Full;
        if (!full && !(outcome instanceof PlaceOutcome.NotOffered)) {
            throw new Refused(Problem.UNAVAILABLE);
        }
        Notice.Shown notice = (full ? Notice.FULL : Notice.NO_SUCH_SLOT).shown();
        List<Calendar.Cell> near = calendar.near(offer.slot().start(), NEAR);
        return show(stage, journey, eligible, calendar, week, Optional.of(notice), near)
                .status(409)
                .now();
    }

    private static Calendar calendar(Stage stage, Journey journey, Eligible eligible) {
        return Calendar.of(
                stage.schedule().slots(),
                stage.now(),
                stage.desk().zone(),
                eligible::offers,
                liveChoice(stage, journey).map(Choice::slot));
    }

    /** As far as the cookie knows: it is only for display, Redis decides at the next step. */
    private static Optional<Choice> liveChoice(Stage stage, Journey journey) {
        boolean lost = !stage.visit().query(Stage.NOTICE).isEmpty();
        return journey.choice().filter(choice -> !lost && choice.deadline().isAfter(stage.now()));
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
