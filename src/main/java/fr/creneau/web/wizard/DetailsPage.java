package fr.creneau.web.wizard;

import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.text.Messages;
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
import java.util.stream.Stream;

/** Step 4: who the appointment is for. */
public final class DetailsPage implements Pages {
    private static final String[] SENT =
            Stream.concat(Stream.of(DetailsForm.FIELDS), Stream.of(Sieve.TRAP)).toArray(String[]::new);

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/coordonnees",
                stage -> stage.withProof((journey, hold) -> show(stage, journey, new FieldErrors(), Optional.empty())
                        .now()));
        // What was typed is kept before anything else is asked, so that a lost hold or a fault doesn't lose it.
        Stage.post(router, site, "/coordonnees", stage -> {
            String asked = stage.visit().draft().get(DetailsForm.EMAIL);
            return stage.visit().formKeepingDraft(SENT).compose(fields -> {
                stage.visit().draft(stage.visit().draft().without(Sieve.TRAP));
                forgetStaleChoice(stage, asked);
                return stage.visit()
                        .inOtherLanguage(fields)
                        .map(Answer::now)
                        .orElseGet(() -> stage.withProof((journey, hold) -> submit(stage, journey, fields)));
            });
        });
    }

    record View(
            Optional<Notice.Shown> notice,
            Map<String, String> form,
            String proposal,
            List<DescriptionPage.Option> choices,
            boolean keeps,
            String procedure,
            LocalDate expiry,
            Optional<Instant> slot,
            Optional<Instant> deadline,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action,
            String change,
            String changeSlot) {}

    private static Answer.View show(Stage stage, Journey journey, FieldErrors errors, Optional<Notice> notice) {
        Messages messages = stage.visit().messages();
        Draft draft = stage.visit().draft();
        DetailsForm form = DetailsForm.of(draft.fields());
        View view = new View(
                notice.map(Notice::shown),
                draft.fields(),
                form.proposal().map(EmailAddress::value).orElse(""),
                form.proposal().map(meant -> choices(messages, form, meant)).orElse(List.of()),
                form.emailChoice().equals(DetailsForm.KEEP),
                "wizard.procedure." + journey.answers().procedure().code(),
                journey.answers().permitExpiry(),
                journey.choice().map(Choice::start),
                journey.choice().map(Choice::deadline),
                errors.lines(messages),
                errors.byField(messages),
                stage.path("/coordonnees"),
                stage.path("/descriptif"),
                stage.path("/plage"));
        return stage.view(4, "coordonnees", "wizard.details.title", view)
                .status(errors.isEmpty() && notice.isEmpty() ? 200 : 422);
    }

    /** What was said of one address says nothing of the next. */
    private static void forgetStaleChoice(Stage stage, String asked) {
        Draft draft = stage.visit().draft();
        if (!draft.get(DetailsForm.EMAIL).equals(asked)) {
            stage.visit().draft(draft.without(DetailsForm.EMAIL_CHOICE));
        }
    }

    private static List<DescriptionPage.Option> choices(Messages messages, DetailsForm form, EmailAddress meant) {
        return List.of(
                new DescriptionPage.Option(
                        DetailsForm.TAKE,
                        messages.get("wizard.details.email-take", meant.value()),
                        "",
                        form.emailChoice().equals(DetailsForm.TAKE)),
                new DescriptionPage.Option(
                        DetailsForm.KEEP, messages.get("wizard.details.email-keep", form.email()), "", false));
    }

    private static Future<Answer> submit(Stage stage, Journey journey, Map<String, String> fields) {
        FieldErrors errors = new FieldErrors();
        Draft draft = stage.visit().draft();
        Optional<Applicant> applicant = DetailsForm.of(draft.fields()).read(errors);
        if (applicant.isEmpty()) {
            return show(stage, journey, errors, Optional.empty()).now();
        }
        Optional<Sieve.Caught> caught = Sieve.look(stage, fields);
        if (caught.isPresent()) {
            Answer.View again =
                    show(stage, journey, errors, Optional.of(caught.get().notice()));
            Duration wait = caught.get().retryAfter();
            return (wait.isZero() ? again : again.tooMany(wait)).now();
        }
        if (draft.get(DetailsForm.EMAIL_CHOICE).equals(DetailsForm.TAKE)) {
            String taken = applicant.get().email().value();
            stage.visit().draft(draft.with(DetailsForm.EMAIL, taken).without(DetailsForm.EMAIL_CHOICE));
        }
        return Turns.owns(stage, journey, applicant.get().agdref())
                .compose(own -> own
                        ? stage.go("/validation")
                        : show(
                                        stage,
                                        journey,
                                        errors.add(DetailsForm.AGDREF, "queue.notice.other-person"),
                                        Optional.empty())
                                .now());
    }
}
