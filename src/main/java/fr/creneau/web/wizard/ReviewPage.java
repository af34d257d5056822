package fr.creneau.web.wizard;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Commune;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.web.Answer;
import fr.creneau.web.Draft;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step 5: everything once more, each answer with a way to correct it, then the submission. */
public final class ReviewPage implements Pages {
    private static final String READ = "lu";

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/validation",
                stage -> stage.withProof((journey, hold) -> stage.withAnswers((same, eligible) -> show(
                        stage,
                        journey,
                        eligible,
                        Notice.byCode(stage.visit().query(Stage.NOTICE)).map(Notice::shown)))));
        Stage.post(
                router,
                site,
                "/validation",
                stage -> stage.visit()
                        .form(SlotPage.SLOT, READ)
                        .compose(fields ->
                                stage.withAnswers((journey, eligible) -> submit(stage, journey, eligible, fields))));
    }

    /**
     * @param agdrefTyped what was typed, where it differs from the number that is kept
     * @param feeEuros owed on that day; 0 if nothing
     */
    record View(
            Optional<Notice.Shown> notice,
            String slot,
            Instant start,
            String procedure,
            LocalDate expiry,
            String commune,
            String lastName,
            String firstName,
            String email,
            String agdref,
            Optional<String> agdrefTyped,
            Optional<String> phone,
            int feeEuros,
            boolean feeDue,
            Instant deadline,
            String read,
            String action,
            String changeAnswers,
            String changeSlot,
            String changeDetails) {}

    private static Future<Answer> show(Stage stage, Journey journey, Eligible eligible, Optional<Notice.Shown> notice) {
        Draft draft = stage.visit().draft();
        Optional<Applicant> read = DetailsForm.of(draft.fields()).read(new FieldErrors());
        Optional<Choice> choice = journey.choice();
        if (read.isEmpty() || choice.isEmpty()) {
            return stage.outOfOrder("/coordonnees");
        }
        Applicant applicant = read.get();
        LocalDate day = LocalDate.ofInstant(choice.get().start(), stage.desk().zone());
        String kept = applicant.agdref().digits();
        String typed = draft.get(DetailsForm.AGDREF).strip();
        View view = new View(
                notice,
                choice.get().slot().value(),
                choice.get().start(),
                "wizard.procedure." + journey.answers().procedure().code(),
                journey.answers().permitExpiry(),
                communeName(stage, journey.answers()),
                applicant.lastName(),
                applicant.firstName(),
                applicant.email().value(),
                kept,
                typed.equals(kept) ? Optional.empty() : Optional.of(typed),
                applicant.phone(),
                eligible.feeOn(day),
                eligible.feeDueOn(day),
                choice.get().deadline(),
                fingerprint(stage, journey.answers(), applicant),
                stage.path("/validation"),
                stage.path("/descriptif"),
                stage.path("/plage"),
                stage.path("/coordonnees"));
        return stage.view(5, "validation", "wizard.review.title", view).now();
    }

    private static String communeName(Stage stage, Answers answers) {
        return stage.desk().rules().communes().stream()
                .filter(commune -> commune.code().equals(answers.commune()))
                .map(Commune::name)
                .findFirst()
                .orElse(answers.commune());
    }

    /** The hold is not asked for here: where it was lost, the booking takes the seat again if it is still free. */
    private static Future<Answer> submit(Stage stage, Journey journey, Eligible eligible, Map<String, String> fields) {
        if (journey.sent().isPresent()) {
            return stage.go("/envoye");
        }
        Optional<Choice> choice = journey.choice();
        if (choice.isEmpty()) {
            return stage.outOfOrder("/plage");
        }
        if (!choice.get().slot().value().equals(fields.get(SlotPage.SLOT))) {
            // Another tab chose another slot since: what is submitted must be what was read.
            return stage.go("/validation?avis=" + Notice.SLOT_CHANGED.code());
        }
        Optional<Applicant> applicant =
                DetailsForm.of(stage.visit().draft().fields()).read(new FieldErrors());
        if (applicant.isEmpty()) {
            return stage.outOfOrder("/coordonnees");
        }
        if (!fingerprint(stage, journey.answers(), applicant.get()).equals(fields.get(READ))) {
            return stage.go("/validation?avis=" + Notice.ANSWERS_CHANGED.code());
        }
        Open open = new Open(
                stage.deskId(),
                stage.visit().sessionId(),
                choice.get().hold(),
                journey.proven(),
                choice.get().deadline(),
                choice.get().slot(),
                applicant.get(),
                journey.answers(),
                stage.visit().language());
        return stage.site()
                .bus()
                .request(BookingMessages.OPEN, open)
                .compose(outcome -> opened(stage, journey, eligible, outcome));
    }

    /** Answers and details that the page shows: whatever another tab typed since must be read before it is submitted. */
    private static String fingerprint(Stage stage, Answers answers, Applicant applicant) {
        return stage.visit()
                .fingerprint(List.of(
                        answers.procedure().code(),
                        answers.permitExpiry().toString(),
                        answers.commune(),
                        applicant.lastName(),
                        applicant.firstName(),
                        applicant.email().value(),
                        applicant.agdref().digits(),
                        applicant.phone().orElse("")));
    }

    private static Future<Answer> opened(Stage stage, Journey journey, Eligible eligible, OpenOutcome outcome) {
        if (outcome instanceof OpenOutcome.Opened opened) {
            stage.keep(journey.submitted(opened.booking()));
            stage.visit().draft(Draft.EMPTY);
            return stage.go("/envoye");
        }
        if (outcome instanceof OpenOutcome.AlreadyYours yours) {
            stage.keep(journey.submitted(yours.booking()));
            stage.visit().draft(Draft.EMPTY);
            return stage.go("/envoye?avis=" + Notice.ALREADY_YOURS.code());
        }
        if (outcome instanceof OpenOutcome.OtherContent other) {
            // Another tab submitted this hold with other details.
            stage.keep(journey.submitted(other.booking()));
            stage.visit().draft(Draft.EMPTY);
            return stage.go("/envoye?avis=" + Notice.ALREADY_YOURS.code());
        }
        if (outcome instanceof OpenOutcome.NotEligible) {
            return stage.go("/plage?avis=" + Notice.DAY_NOT_ALLOWED.code());
        }
        if (outcome instanceof OpenOutcome.OtherPerson) {
            return stage.go("/coordonnees");
        }
        if (outcome instanceof OpenOutcome.NotProven) {
            return stage.go("/securite");
        }
        if (outcome instanceof OpenOutcome.Limited limited) {
            return tooMany(stage, journey, eligible, limited.retryAfter());
        }
        return stage.go("/plage?avis=" + Notice.SEAT_LOST.code());
    }

    private static Future<Answer> tooMany(Stage stage, Journey journey, Eligible eligible, Duration wait) {
        Notice.Shown notice = Notice.tooMany(
                "wizard.notice.too-many-requests", wait, stage.visit().messages());
        return show(stage, journey, eligible, Optional.of(notice))
                .map(answer -> answer instanceof Answer.OfPage page ? page.tooMany(wait) : answer);
    }
}
