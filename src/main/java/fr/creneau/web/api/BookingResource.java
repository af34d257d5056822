package fr.creneau.web.api;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.Repeat;
import fr.creneau.bus.Bus;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.slot.Desk;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.web.Session;
import fr.creneau.web.wizard.DetailsForm;
import fr.creneau.web.wizard.FieldErrors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The request made of a hold. Its confirmation stays with the mailbox. */
final class BookingResource {
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

    /**
     * One journey makes one request. A client that has lost the answer sends the same again: the hold is gone by then, or the client says
     * by a key that it may be repeating itself.
     */
    Future<Reply> open(Call call) {
        return call.body()
                .compose(body -> call.desk().compose(schedule -> {
                    Session session = call.session(schedule.desk());
                    Map<String, String> typed = Fields.form(body, FIELDS);
                    Applicant applicant = applicant(call, schedule.desk(), typed);
                    Repeat repeat = new Repeat(session.id(), applicant, language(call, typed));
                    return (call.hasIdempotencyKey() ? bus.request(BookingMessages.REPEAT, repeat) : unknown())
                            .compose(before -> before instanceof OpenOutcome.SeatLost
                                    ? submit(schedule.desk(), session, repeat)
                                    : Future.succeededFuture(before))
                            .map(BookingResource::opened);
                }));
    }

    private static Future<OpenOutcome> unknown() {
        return Future.succeededFuture(new OpenOutcome.SeatLost());
    }

    private Future<OpenOutcome> submit(Desk desk, Session session, Repeat said) {
        return bus.request(HoldMessages.FIND, new HoldMessages.Find(desk.id(), session.id()))
                .compose(found -> {
                    if (found instanceof HoldOutcome.Live live) {
                        return bus.request(BookingMessages.OPEN, open(live.hold(), session, said));
                    } else if (found instanceof HoldOutcome.Gone) {
                        return bus.request(BookingMessages.REPEAT, said);
                    }
                    throw new ApiProblem(ProblemType.REBUILDING);
                });
    }

    private static Open open(Hold hold, Session session, Repeat said) {
        return new Open(
                hold.desk(),
                session.id(),
                hold.id(),
                hold.proven(),
                hold.expiresAt(),
                hold.seat().slot(),
                said.applicant(),
                Call.journey(session).answers(),
                said.language());
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
        }
        throw new ApiProblem(outcome instanceof OpenOutcome.NotProven ? ProblemType.NOT_PROVEN : ProblemType.SEAT_LOST);
    }
}
