package fr.creneau.web.waitingroom;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.SendCodeFor;
import fr.creneau.challenge.ChallengeMessages.SendCodeOutcome;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.text.Messages;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Proof;
import fr.creneau.web.Answer;
import fr.creneau.web.Draft;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Visit;
import fr.creneau.web.wizard.DetailsForm;
import fr.creneau.web.wizard.FieldErrors;
import fr.creneau.web.wizard.Notice;
import fr.creneau.web.wizard.Sieve;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enrolling without JavaScript: a six-digit code by mail stands for the proof of work. */
final class EnrolCodePage {
    private static final String ACTION = "action";
    private static final String CHECK = "verifier";

    private EnrolCodePage() {}

    /** @param sent whether there is a code to type */
    record View(
            Optional<Notice.Shown> notice,
            boolean sent,
            String typed,
            String email,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action,
            String back) {}

    static Future<Answer> show(RoomStage room) {
        return EnrolGuard.pass(
                room,
                journey -> form(room, journey, room.notice(), new FieldErrors()).now());
    }

    static Future<Answer> submit(RoomStage room) {
        Visit visit = room.stage().visit();
        return visit.form(ACTION, Enrolling.NUMBER, DetailsForm.EMAIL, Enrolling.CODE, Sieve.TRAP)
                .compose(fields -> {
                    keep(visit, fields);
                    return EnrolGuard.pass(room, journey -> {
                        Enrolling enrolling =
                                new Enrolling(room, journey, (notice, errors) -> form(room, journey, notice, errors));
                        return fields.getOrDefault(ACTION, "").equals(CHECK)
                                ? enrolling.submit(fields, new Proof.Code(fields.getOrDefault(Enrolling.CODE, "")))
                                : send(room, journey, fields, enrolling);
                    });
                });
    }

    /** The form that checks the code has no address: the one it was sent to stays. */
    private static void keep(Visit visit, Map<String, String> fields) {
        Draft draft = visit.draft().with(Enrolling.NUMBER, fields.getOrDefault(Enrolling.NUMBER, ""));
        visit.draft(
                fields.containsKey(DetailsForm.EMAIL)
                        ? draft.with(DetailsForm.EMAIL, fields.get(DetailsForm.EMAIL))
                        : draft);
    }

    private static Answer.View form(
            RoomStage room, Journey journey, Optional<Notice.Shown> notice, FieldErrors errors) {
        Messages messages = room.stage().visit().messages();
        Draft draft = room.stage().visit().draft();
        View view = new View(
                notice,
                current(room, journey).codeFor().equals(Optional.of(subject(room))),
                draft.get(Enrolling.NUMBER),
                draft.get(DetailsForm.EMAIL),
                errors.lines(messages),
                errors.byField(messages),
                room.path("/code"),
                room.path(""));
        return Answer.view("inscription-code", "challenge.code.title", view);
    }

    /** As this request left it. */
    private static Journey current(RoomStage room, Journey before) {
        return room.stage().journey().orElse(before);
    }

    private static Future<Answer> send(
            RoomStage room, Journey journey, Map<String, String> fields, Enrolling enrolling) {
        FieldErrors errors = new FieldErrors();
        Enrolling.number(fields, errors);
        String typed = fields.getOrDefault(DetailsForm.EMAIL, "");
        Optional<EmailAddress> address = EmailAddress.parse(typed);
        if (address.isEmpty()) {
            errors.add(
                    DetailsForm.EMAIL,
                    typed.isBlank() ? "wizard.details.error-email-missing" : "wizard.details.error-email");
        }
        if (!errors.isEmpty()) {
            return enrolling.wrong(errors).now();
        }
        return enrolling.caught(fields).map(Answer::now).orElseGet(() -> send(room, journey, address.orElseThrow()));
    }

    private static Future<Answer> send(RoomStage room, Journey journey, EmailAddress to) {
        Visit visit = room.stage().visit();
        SendCodeFor send =
                new SendCodeFor(room.stage().deskId(), subject(room), to, visit.language(), visit.clientPrefix());
        return room.stage()
                .site()
                .bus()
                .request(ChallengeMessages.SEND_CODE_FOR, send)
                .map(outcome -> {
                    if (outcome instanceof SendCodeOutcome.Limited limited) {
                        Notice.Shown notice =
                                Notice.tooMany("challenge.notice.code-limit", limited.retryAfter(), visit.messages());
                        return form(room, journey, Optional.of(notice), new FieldErrors())
                                .tooMany(limited.retryAfter());
                    }
                    room.stage().keep(journey.codeFor(Optional.of(subject(room))));
                    return Answer.redirect(room.path("/code") + "?avis=code");
                });
    }

    private static String subject(RoomStage room) {
        return WaitingRoomMessages.subject(room.release(), room.stage().visit().sessionId());
    }
}
