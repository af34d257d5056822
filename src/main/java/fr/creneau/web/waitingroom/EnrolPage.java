package fr.creneau.web.waitingroom;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.text.Messages;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Proof;
import fr.creneau.web.Answer;
import fr.creneau.web.Visit;
import fr.creneau.web.wizard.FieldErrors;
import fr.creneau.web.wizard.Notice;
import fr.creneau.web.wizard.Sieve;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enrolling: the number that makes it one ticket a person, and a proof of work. The eligibility questions come before. */
final class EnrolPage {
    private static final String SOLUTION = "altcha";

    private EnrolPage() {}

    /**
     * @param typed what was typed as the number
     * @param codeUrl the way without JavaScript
     */
    record View(
            Optional<Notice.Shown> notice,
            Instant opens,
            boolean drawn,
            String tickets,
            String typed,
            String proof,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action,
            String challengeUrl,
            String codeUrl,
            String change) {}

    static Future<Answer> show(RoomStage room) {
        return EnrolGuard.pass(room, journey -> {
            View view = view(room, room.notice(), new FieldErrors());
            // What was typed is nobody else's.
            return view.typed().isEmpty()
                    ? shared(room, view).now()
                    : page(view).now();
        });
    }

    private static Answer shared(RoomStage room, View view) {
        return new Answer.Shared(view, room.kept(), List.of(), () -> page(view)).notKept();
    }

    private static Answer.View page(View view) {
        return Answer.view("inscription", "queue.enrol.title", view);
    }

    static Future<Answer> submit(RoomStage room) {
        Visit visit = room.stage().visit();
        return visit.formKeepingDraft(Enrolling.NUMBER, SOLUTION, Sieve.TRAP).compose(fields -> {
            visit.draft(visit.draft().without(SOLUTION).without(Sieve.TRAP));
            Proof proof = new Proof.Solution(fields.getOrDefault(SOLUTION, ""));
            return visit.inOtherLanguage(fields)
                    .map(Answer::now)
                    .orElseGet(() -> EnrolGuard.pass(
                            room,
                            journey -> new Enrolling(room, journey, (notice, errors) -> form(room, notice, errors))
                                    .submit(fields, proof)));
        });
    }

    private static Answer.View form(RoomStage room, Optional<Notice.Shown> notice, FieldErrors errors) {
        return page(view(room, notice, errors));
    }

    private static View view(RoomStage room, Optional<Notice.Shown> notice, FieldErrors errors) {
        Messages messages = room.stage().visit().messages();
        boolean drawn = room.room().result().isPresent();
        return new View(
                notice,
                room.room().release().opens(),
                drawn,
                // Told after the draw only.
                drawn ? String.valueOf(room.room().tickets()) : "",
                room.stage().visit().draft().get(Enrolling.NUMBER),
                room.path("/preuve"),
                errors.lines(messages),
                errors.byField(messages),
                room.path(""),
                room.path("/defi"),
                room.path("/code"),
                room.stage().path("/descriptif"));
    }

    /** For the script: what ALTCHA's protocol says. */
    static Future<Answer> challenge(RoomStage room) {
        String subject =
                WaitingRoomMessages.subject(room.release(), room.stage().visit().sessionId());
        return room.stage()
                .site()
                .bus()
                .request(
                        ChallengeMessages.ISSUE_FOR,
                        new ChallengeMessages.IssueFor(subject, room.room().joined()))
                .map(issued -> new Answer.Document("application/json", "", Buffer.buffer(issued.json())));
    }
}
