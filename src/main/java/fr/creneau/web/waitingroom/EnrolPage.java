package fr.creneau.web.waitingroom;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import fr.creneau.web.Answer;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.wizard.DaysOpen;
import fr.creneau.web.wizard.FieldErrors;
import fr.creneau.web.wizard.Notice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enrolling: the number that makes it one ticket a person, and a proof of work. The eligibility questions come before. */
final class EnrolPage {
    static final String NUMBER = "agdref";
    static final String SOLUTION = "altcha";

    private EnrolPage() {}

    /** @param typed what was typed as the number */
    record View(
            Optional<Notice.Shown> notice,
            Instant opens,
            boolean drawn,
            int tickets,
            String typed,
            String proof,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action,
            String challengeUrl,
            String change) {}

    /**
     * @param days on which this person may come, in words
     * @param slots the desk's calendar
     */
    record OtherDays(String days, String slots, String proof, String change) {}

    /** @param from when enrolment begins */
    record TooEarly(Instant from, Instant opens, String proof, String again, String change) {}

    static Future<Answer> show(RoomStage room) {
        return room.stage().withAnswers((journey, eligible) -> {
            Instant from = room.room().release().enrolsFrom();
            if (room.stage().now().plus(room.stage().site().rooms().ahead()).isBefore(from)) {
                TooEarly view = new TooEarly(
                        from,
                        room.room().release().opens(),
                        room.path("/preuve"),
                        room.path(""),
                        room.stage().path("/descriptif"));
                return Answer.view("inscription-a-venir", "queue.early.title", view)
                        .now();
            }
            if (room.room().isSoldOut()) {
                return QueuePage.full(room);
            }
            if (!room.stage().schedule().suits(room.release(), eligible)) {
                return otherDays(room, eligible);
            }
            Optional<Notice.Shown> notice =
                    RoomNotice.byCode(room.stage().visit().query("avis"));
            return form(room, "", notice, new FieldErrors()).now();
        });
    }

    /** Nobody waits for a turn with which they could choose nothing. */
    private static Future<Answer> otherDays(RoomStage room, Eligible eligible) {
        OtherDays view = new OtherDays(
                DaysOpen.inWords(
                        eligible, room.stage().today(), room.stage().visit().messages()),
                room.stage().path("/plage"),
                room.path("/preuve"),
                room.stage().path("/descriptif"));
        return Answer.view("inscription-sans-date", "queue.other-days.title", view)
                .now();
    }

    private static Answer.View form(RoomStage room, String typed, Optional<Notice.Shown> notice, FieldErrors errors) {
        View view = new View(
                notice,
                room.room().release().opens(),
                room.room().result().isPresent(),
                room.room().tickets(),
                typed,
                room.path("/preuve"),
                errors.lines(room.stage().visit().messages()),
                errors.byField(room.stage().visit().messages()),
                room.path(""),
                room.path("/defi"),
                room.stage().path("/descriptif"));
        return Answer.view("inscription", "queue.enrol.title", view);
    }

    /** For the script: what ALTCHA's protocol says. */
    static Future<Answer> challenge(RoomStage room) {
        return room.stage()
                .site()
                .bus()
                .request(ChallengeMessages.ISSUE_FOR, new ChallengeMessages.IssueFor(subject(room)))
                .map(issued -> new Answer.Document("application/json", "", Buffer.buffer(issued.json())));
    }

    private static String subject(RoomStage room) {
        return WaitingRoomMessages.subject(room.release(), room.stage().visit().sessionId());
    }

    static Future<Answer> submit(RoomStage room) {
        return room.stage()
                .visit()
                .form(NUMBER, SOLUTION)
                .compose(fields -> room.stage()
                        .withAnswers(
                                (journey, eligible) -> room.stage().schedule().suits(room.release(), eligible)
                                        ? enrol(
                                                room,
                                                journey.answers(),
                                                fields.getOrDefault(NUMBER, ""),
                                                fields.getOrDefault(SOLUTION, ""))
                                        : otherDays(room, eligible)));
    }

    private static Future<Answer> enrol(RoomStage room, Answers answers, String typed, String solution) {
        Optional<AgdrefNumber> number = AgdrefNumber.parse(typed);
        if (number.isEmpty()) {
            String key = typed.isBlank() ? "wizard.details.error-agdref-missing" : "wizard.details.error-agdref";
            return form(room, typed, Optional.empty(), new FieldErrors().add(NUMBER, key))
                    .status(422)
                    .now();
        }
        Enrol enrol = new Enrol(room.release(), room.stage().visit().sessionId(), number.get(), solution);
        return room.stage()
                .site()
                .bus()
                .request(WaitingRoomMessages.ENROL, enrol)
                .compose(outcome -> enrolled(room, answers, typed, outcome));
    }

    private static Future<Answer> enrolled(RoomStage room, Answers answers, String typed, EnrolOutcome outcome) {
        if (outcome instanceof EnrolOutcome.Enrolled enrolled) {
            room.keep(new Ticket(room.release(), enrolled.number(), answers, Optional.empty()));
            return room.go("");
        } else if (outcome instanceof EnrolOutcome.ProofRefused) {
            Notice.Shown notice = Notice.NOT_SOLVED.shown();
            return form(room, typed, Optional.of(notice), new FieldErrors())
                    .status(422)
                    .now();
        } else if (outcome instanceof EnrolOutcome.NotEnrolling) {
            return room.go("");
        }
        throw new Refused(Problem.UNAVAILABLE);
    }
}
