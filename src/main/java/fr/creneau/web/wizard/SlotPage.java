package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.Release;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.journey.PlaceHold;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;

/** Step 2: choose a slot. A choice holds a seat; another choice swaps it; the same choice twice changes nothing. */
public final class SlotPage implements Pages {
    static final String SLOT = "plage";

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

    private static Future<Answer> shown(Stage stage, Journey journey, Eligible eligible) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        boolean plain = SlotScene.isEmpty(stage, journey)
                && stage.visit().query(Stage.NOTICE).isEmpty();
        if (plain && !DeskRooms.isWorthwhile(stage, eligible)) {
            return shared(stage, eligible).now();
        }
        return SlotScene.of(stage, journey, eligible).map(scene -> {
            if (!scene.calendar().hasFree() && DeskRooms.isWorthwhile(stage, eligible)) {
                return Answer.redirect(stage.withNotice(stage.path("/file")));
            }
            CalendarView.Personal own = scene.personal();
            boolean unsaid = scene.lost() && own.notice().isEmpty();
            return scene.show(unsaid ? own.with(Notice.HOLD_LOST.shown(), List.of()) : own);
        });
    }

    /** For whom no room is worth a visit: there is none to be led to. */
    private static Answer shared(Stage stage, Eligible eligible) {
        CalendarView.Sight sight = CalendarView.Sight.of(stage, eligible, List.of());
        String days = DaysOpen.inWords(eligible, sight.today(), stage.visit().messages());
        return new Answer.Shared(sight, sight.kept(), List.of(days), () -> {
            Calendar calendar = SlotScene.calendar(stage, sight.days()::contains, Optional.empty());
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
        return SlotScene.of(stage, journey, eligible)
                .map(scene -> scene.show(scene.personal().with(Notice.NO_SUCH_SLOT.shown(), List.of()))
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
        SlotRefusal refusal = SlotRefusal.of(stage, offer, outcome);
        return SlotScene.isEmpty(stage, journey)
                ? stage.renewed().map(now -> refusal.toAll(now, eligible))
                : SlotScene.of(stage, journey, eligible).map(refusal::to);
    }
}
