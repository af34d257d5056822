package fr.creneau.web.waitingroom;

import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.text.Messages;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.Proof;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.Visit;
import fr.creneau.web.wizard.DetailsForm;
import fr.creneau.web.wizard.FieldErrors;
import fr.creneau.web.wizard.Notice;
import fr.creneau.web.wizard.Sieve;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What an enrolment form is worth, whatever proof it came with. What was typed is in the draft: no refusal loses it. */
final class Enrolling {
    static final String NUMBER = DetailsForm.AGDREF;
    static final String CODE = "code";

    /** Who came when too many did comes back after so many seconds, and some more: not everybody at once. */
    private static final int BUSY_S = 2;

    private static final int BUSY_JITTER_S = 9;

    private final RoomStage room;
    private final Journey journey;
    private final Form form;

    /** @param form shown again where something is in the way */
    Enrolling(RoomStage room, Journey journey, Form form) {
        this.room = room;
        this.journey = journey;
        this.form = form;
    }

    /** A page with a form. */
    interface Form {
        Answer.View show(Optional<Notice.Shown> notice, FieldErrors errors);
    }

    /** The number that was typed; empty after saying in {@code errors} what is wrong with it. */
    static Optional<AgdrefNumber> number(Map<String, String> fields, FieldErrors errors) {
        String typed = fields.getOrDefault(NUMBER, "");
        Optional<AgdrefNumber> number = AgdrefNumber.parse(typed);
        if (number.isEmpty()) {
            errors.add(NUMBER, typed.isBlank() ? "wizard.details.error-agdref-missing" : "wizard.details.error-agdref");
        }
        return number;
    }

    Future<Answer> submit(Map<String, String> fields, Proof proof) {
        FieldErrors errors = new FieldErrors();
        Optional<AgdrefNumber> number = number(fields, errors);
        if (number.isEmpty()) {
            return wrong(errors).now();
        }
        return caught(fields).map(Answer::now).orElseGet(() -> enrol(number.get(), proof));
    }

    /** The form once more, for who sends it as no person does. */
    Optional<Answer> caught(Map<String, String> fields) {
        return Sieve.look(room.stage(), fields).map(caught -> {
            Answer.View again = form.show(Optional.of(caught.notice().shown()), new FieldErrors());
            return caught.retryAfter().isZero() ? again.status(422) : again.tooMany(caught.retryAfter());
        });
    }

    Answer.View wrong(FieldErrors errors) {
        return form.show(Optional.empty(), errors).status(422);
    }

    private Future<Answer> enrol(AgdrefNumber number, Proof proof) {
        Visit visit = room.stage().visit();
        Enrol enrol = new Enrol(room.release(), visit.sessionId(), visit.clientPrefix(), number, proof);
        return room.stage()
                .site()
                .bus()
                .request(WaitingRoomMessages.ENROL, enrol)
                .map(outcome -> answer(number, outcome));
    }

    private Answer answer(AgdrefNumber number, EnrolOutcome outcome) {
        if (outcome instanceof EnrolOutcome.Enrolled enrolled) {
            room.keep(new Ticket(
                    room.release(), enrolled.number(), journey.answers(), Optional.empty(), number.digits()));
            return Answer.redirect(room.path(""));
        } else if (outcome instanceof EnrolOutcome.ProofRefused) {
            return again(Notice.NOT_SOLVED.shown()).status(422);
        } else if (outcome instanceof EnrolOutcome.WrongCode code) {
            return wrong(new FieldErrors().add(CODE, "challenge.code.error-wrong", code.triesLeft()));
        } else if (outcome instanceof EnrolOutcome.NoCode) {
            room.stage().keep(journey.codeFor(Optional.empty()));
            return again(Notice.NO_CODE.shown()).status(422);
        } else if (outcome instanceof EnrolOutcome.Limited limited) {
            Messages messages = room.stage().visit().messages();
            return again(Notice.tooMany("queue.notice.too-many", limited.retryAfter(), messages))
                    .tooMany(limited.retryAfter());
        } else if (outcome instanceof EnrolOutcome.Busy) {
            int seconds = BUSY_S + ThreadLocalRandom.current().nextInt(BUSY_JITTER_S);
            return again(new Notice.Shown("warning", "queue.notice.busy", String.valueOf(seconds)))
                    .busy(Duration.ofSeconds(seconds));
        }
        return Answer.redirect(room.path(""));
    }

    private Answer.View again(Notice.Shown notice) {
        return form.show(Optional.of(notice), new FieldErrors());
    }
}
