package fr.creneau.web.api;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.Repeat;
import fr.creneau.bus.Bus;
import fr.creneau.bus.Done;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.idempotency.IdempotencyMessages;
import fr.creneau.idempotency.IdempotencyMessages.Remember;
import fr.creneau.web.Session;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.wizard.DetailsForm;
import fr.creneau.web.wizard.FieldErrors;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The request made of a hold. Its confirmation stays with the mailbox. */
final class BookingResource {
    static final String SLOT = "slot";
    private static final String LANGUAGE = "language";
    static final Map<String, String> FIELDS = Map.of(
            "lastName",
            DetailsForm.LAST_NAME,
            "firstName",
            DetailsForm.FIRST_NAME,
            "email",
            DetailsForm.EMAIL,
            "agdref",
            DetailsForm.AGDREF,
            "phone",
            DetailsForm.PHONE,
            LANGUAGE,
            LANGUAGE);
    private final Bus bus;

    BookingResource(Bus bus) {
        this.bus = bus;
    }

    /** A client that has lost the answer sends the same again: the hold is gone by then, or its key tells. */
    Future<Reply> open(Call call) {
        return call.body()
                .compose(body -> call.desk().compose(schedule -> {
                    Session session = call.session(schedule.desk());
                    Map<String, String> typed = Fields.form(body, FIELDS);
                    Applicant applicant = applicant(call, schedule.desk(), typed);
                    Submission submission = new Submission(
                            schedule.desk(),
                            session,
                            Optional.ofNullable(body.getString(SLOT)),
                            new Repeat(session.id(), applicant, language(call, typed)));
                    return call.idempotencyKey()
                            .map(key -> submitOnce(
                                    new Remember(schedule.desk().id(), session.id(), key, content(body)), submission))
                            .orElseGet(() -> submit(submission))
                            .map(BookingResource::opened);
                }));
    }

    /** @param slot that is meant, where the client says so */
    private record Submission(Desk desk, Session session, Optional<String> slot, Repeat said) {
        Open open(Hold hold) {
            return open(
                    hold.id(),
                    hold.proven(),
                    hold.expiresAt(),
                    // Of another slot than the one that is meant there is no request.
                    slot.filter(SlotId::isWellFormed)
                            .map(SlotId::new)
                            .orElse(hold.seat().slot()));
        }

        /** What the token says of the seat: enough to take it again if Redis has lost it. Only where the client means that slot still. */
        Optional<Open> lost() {
            Journey journey = Call.journey(session);
            return journey.choice()
                    .filter(choice -> journey.proven()
                            && slot.equals(Optional.of(choice.slot().value())))
                    .map(choice -> open(choice.hold(), true, choice.deadline(), choice.slot()));
        }

        private Open open(String hold, boolean proven, Instant until, SlotId meant) {
            return new Open(
                    desk.id(),
                    session.id(),
                    hold,
                    proven,
                    until,
                    meant,
                    said.applicant(),
                    Call.journey(session).answers(),
                    said.language());
        }
    }

    /** A key stands for one request, from when it is sent until it is known that nothing was done for it. */
    private Future<OpenOutcome> submitOnce(Remember request, Submission submission) {
        return bus.request(IdempotencyMessages.REMEMBER, request).compose(before -> switch (before) {
            case NOTHING ->
                submit(submission)
                        .compose(outcome -> outcome instanceof OpenOutcome.Opened
                                ? Future.succeededFuture(outcome)
                                : forget(request).map(outcome));
            case SAME ->
                bus.request(BookingMessages.REPEAT, submission.said())
                        .compose(done ->
                                done instanceof OpenOutcome.Opened ? Future.succeededFuture(done) : submit(submission));
            case OTHER -> Future.failedFuture(new ApiProblem(ProblemType.KEY_REUSED));
        });
    }

    /** Where Redis is away just then, the key stays and is good for this request only. */
    private Future<Done> forget(Remember request) {
        return bus.request(IdempotencyMessages.FORGET, request).otherwise(Done.DONE);
    }

    private static Future<OpenOutcome> nothing() {
        return Future.succeededFuture(new OpenOutcome.SeatLost());
    }

    /** Whatever the order of its members. */
    private static Buffer content(JsonObject body) {
        return Buffer.buffer(Tokens.hash(new JsonObject(new TreeMap<>(body.getMap())).encode()));
    }

    private Future<OpenOutcome> submit(Submission submission) {
        return bus.request(
                        HoldMessages.FIND,
                        new HoldMessages.Find(
                                submission.desk().id(), submission.session().id()))
                .compose(found -> {
                    if (found instanceof HoldOutcome.Live live) {
                        return bus.request(BookingMessages.OPEN, submission.open(live.hold()));
                    } else if (found instanceof HoldOutcome.Gone) {
                        return bus.request(BookingMessages.REPEAT, submission.said())
                                .compose(before -> before instanceof OpenOutcome.SeatLost
                                        ? takeAgain(submission)
                                        : Future.succeededFuture(before));
                    }
                    throw new ApiProblem(ProblemType.REBUILDING);
                });
    }

    private Future<OpenOutcome> takeAgain(Submission submission) {
        return submission
                .lost()
                .map(open -> bus.request(BookingMessages.OPEN, open))
                .orElseGet(BookingResource::nothing);
    }

    private static Applicant applicant(Call call, Desk desk, Map<String, String> typed) {
        FieldErrors errors = new FieldErrors();
        Map<String, String> form = new HashMap<>(typed);
        // A program means what it sends: nobody is there to answer "did you mean".
        form.put(DetailsForm.EMAIL_CHOICE, DetailsForm.KEEP);
        return DetailsForm.of(form).read(errors).orElseThrow(() -> Fields.invalid(errors, call.messages(desk), FIELDS));
    }

    private static Language language(Call call, Map<String, String> typed) {
        String code = typed.getOrDefault(LANGUAGE, call.language().code());
        return Arrays.stream(Language.values())
                .filter(known -> known.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Fields.invalid(Map.of(LANGUAGE, "invalid"), call.messages()));
    }

    private static Reply opened(OpenOutcome outcome) {
        if (outcome instanceof OpenOutcome.Opened opened) {
            return Reply.of(202, new JsonObject().put("status", "pending").put("confirmBy", opened.confirmBy()));
        } else if (outcome instanceof OpenOutcome.NotEligible) {
            throw new ApiProblem(ProblemType.OUTSIDE_WINDOW);
        } else if (outcome instanceof OpenOutcome.AlreadyYours) {
            throw new ApiProblem(ProblemType.ALREADY_SUBMITTED);
        } else if (outcome instanceof OpenOutcome.Limited limited) {
            throw ApiProblem.limited(limited.retryAfter());
        } else if (outcome instanceof OpenOutcome.OtherContent) {
            throw new ApiProblem(ProblemType.OTHER_CONTENT);
        } else if (outcome instanceof OpenOutcome.OtherPerson) {
            throw new ApiProblem(ProblemType.OTHER_PERSON);
        }
        throw new ApiProblem(outcome instanceof OpenOutcome.NotProven ? ProblemType.NOT_PROVEN : ProblemType.SEAT_LOST);
    }
}
