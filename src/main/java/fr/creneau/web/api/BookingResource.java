package fr.creneau.web.api;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The request made of a hold. Its confirmation stays with the mailbox. */
final class BookingResource {
    private static final String LANGUAGE = "language";
    private static final Map<String, String> FIELDS = Map.of(
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

    Future<Reply> open(Call call) {
        return call.body()
                .compose(body -> call.desk().compose(schedule -> {
                    Session session = call.session(schedule.desk());
                    Map<String, String> typed = Fields.read(body, FIELDS);
                    Applicant applicant = applicant(call, schedule.desk(), typed);
                    Language language = language(call, typed);
                    return hold(schedule.desk(), session)
                            .compose(hold -> bus.request(
                                    BookingMessages.OPEN,
                                    new Open(
                                            hold.desk(),
                                            session.id(),
                                            hold.id(),
                                            hold.proven(),
                                            hold.seat().slot(),
                                            applicant,
                                            Call.journey(session).answers(),
                                            language)))
                            .map(BookingResource::opened);
                }));
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
                .orElseThrow(() -> Fields.invalid(new JsonArray().add(Fields.error(LANGUAGE, "invalid", ""))));
    }

    private Future<Hold> hold(Desk desk, Session session) {
        return bus.request(HoldMessages.FIND, new HoldMessages.Find(desk.id(), session.id()))
                .map(outcome -> {
                    if (outcome instanceof HoldOutcome.Live live) {
                        return live.hold();
                    }
                    throw new ApiProblem(
                            outcome instanceof HoldOutcome.Gone ? ProblemType.SEAT_LOST : ProblemType.REBUILDING);
                });
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
        }
        throw new ApiProblem(outcome instanceof OpenOutcome.NotProven ? ProblemType.NOT_PROVEN : ProblemType.SEAT_LOST);
    }
}
