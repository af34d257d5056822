package fr.creneau.web.api;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Verdict;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import fr.creneau.domain.slot.Desk;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.web.JourneyTokens.Issued;
import fr.creneau.web.Session;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.journey.Referrals;
import fr.creneau.web.wizard.DescriptionForm;
import fr.creneau.web.wizard.FieldErrors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** The questions before any slot is shown, and the token that stands for the answers. */
final class JourneyResource {
    private static final String CONDITIONS = "conditions";
    static final Map<String, String> FIELDS = Map.of(
            "procedure",
            DescriptionForm.PROCEDURE,
            "permitExpiry",
            DescriptionForm.DAY,
            "commune",
            DescriptionForm.COMMUNE,
            CONDITIONS,
            DescriptionForm.CONDITIONS);

    private JourneyResource() {}

    static Future<Reply> begin(Call call) {
        return call.body().compose(body -> call.desk().map(schedule -> begin(call, schedule, body)));
    }

    private static Reply begin(Call call, DeskSchedule schedule, JsonObject body) {
        Desk desk = schedule.desk();
        FieldErrors errors = new FieldErrors();
        Optional<Answers> answers =
                DescriptionForm.of(form(body)).read(desk.rules().communes(), call.today(desk), errors);
        if (answers.isEmpty()) {
            throw Fields.invalid(errors, call.messages(desk), FIELDS);
        }
        Verdict verdict = desk.rules().judge(answers.get(), call.today(desk));
        if (verdict instanceof Eligible eligible) {
            Session session = Session.begin().with(Journey.begin(desk.id(), answers.get()));
            return Reply.of(201, json(call.site().journeyTokens().issue(session), eligible));
        }
        throw referred(desk, ((Referred) verdict).to());
    }

    private static ApiProblem referred(Desk desk, Referral to) {
        JsonObject members = new JsonObject().put("referral", Referrals.code(to));
        Referrals.link(desk, to).ifPresent(link -> members.put("link", link.toString()));
        return new ApiProblem(ProblemType.REFERRAL, members);
    }

    private static Map<String, String> form(JsonObject body) {
        Map<String, String> form = Fields.form(body, FIELDS);
        // The form knows a ticked box only as there or not.
        if (body.getBoolean(CONDITIONS, false)) {
            form.put(DescriptionForm.CONDITIONS, "oui");
        }
        expiry(form.getOrDefault(DescriptionForm.DAY, ""))
                .ifPresent(day -> form.putAll(Map.of(
                        DescriptionForm.DAY, String.valueOf(day.getDayOfMonth()),
                        DescriptionForm.MONTH, String.valueOf(day.getMonthValue()),
                        DescriptionForm.YEAR, String.valueOf(day.getYear()))));
        return form;
    }

    private static Optional<LocalDate> expiry(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static JsonObject json(Issued issued, Eligible eligible) {
        JsonObject json = new JsonObject()
                .put("token", issued.token())
                .put("expiresAt", issued.expiresAt())
                .put("verdict", "eligible")
                .put("feeEuros", eligible.feeEuros());
        if (eligible.window().isBounded()) {
            json.put(
                    "window",
                    new JsonObject()
                            .put("first", eligible.window().first().toString())
                            .put("last", eligible.window().last().toString()));
        }
        return json;
    }
}
