package fr.creneau.web.waitingroom;

import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.wizard.DaysOpen;
import fr.creneau.web.wizard.Stage;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Function;

/** In front of every way to enrol: nobody does too early, for nothing, or without a slot on their days. */
final class EnrolGuard {
    private EnrolGuard() {}

    /** @param from when enrolment begins */
    record TooEarly(Instant from, Instant opens, String proof, String again, String change) {}

    /**
     * @param days on which this person may come, in words
     * @param slots the desk's calendar
     */
    record OtherDays(String days, String slots, String proof, String change) {}

    /** That page, for those who may enrol; else the page that says why not. */
    static Future<Answer> pass(RoomStage room, Function<Journey, Future<Answer>> page) {
        Stage stage = room.stage();
        return stage.withAnswers((journey, eligible) -> {
            Instant now = stage.now().plus(stage.site().rooms().ahead());
            if (now.isBefore(room.room().release().enrolsFrom())) {
                return tooEarly(room);
            }
            if (room.room().isSoldOut()) {
                return QueuePage.full(room);
            }
            return stage.schedule().suits(room.release(), eligible) ? page.apply(journey) : otherDays(room, eligible);
        });
    }

    private static Future<Answer> tooEarly(RoomStage room) {
        TooEarly view = new TooEarly(
                room.room().release().enrolsFrom(),
                room.room().release().opens(),
                room.path("/preuve"),
                room.path(""),
                room.stage().path("/descriptif"));
        return Answer.view("inscription-a-venir", "queue.early.title", view).now();
    }

    /** Nobody waits for a turn with which they could choose nothing. */
    private static Future<Answer> otherDays(RoomStage room, Eligible eligible) {
        Stage stage = room.stage();
        OtherDays view = new OtherDays(
                DaysOpen.inWords(eligible, stage.today(), stage.visit().messages()),
                stage.path("/plage"),
                room.path("/preuve"),
                stage.path("/descriptif"));
        return Answer.view("inscription-sans-date", "queue.other-days.title", view)
                .now();
    }
}
