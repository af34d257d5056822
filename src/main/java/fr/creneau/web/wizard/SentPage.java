package fr.creneau.web.wizard;

import fr.creneau.booking.BookingMessages;
import fr.creneau.booking.BookingMessages.Submitted;
import fr.creneau.booking.BookingMessages.SubmittedOutcome;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.Draft;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * After step 5: where the mail went, until when it must be confirmed, and what to do if it doesn't come. What became of the mail is not
 * said: it is the same page for a request and for a decoy at every moment (decision 0201).
 */
public final class SentPage implements Pages {
    static final String ACTION = "action";
    static final String RESEND = "renvoyer";
    static final String CORRECT = "corriger";

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/envoye",
                stage -> withSent(
                        stage, sent -> show(stage, sent, stage.visit().query(Stage.NOTICE), new FieldErrors())));
        Stage.post(
                router,
                site,
                "/envoye",
                stage -> stage.visit()
                        .formKeeping(Set.of(DetailsForm.EMAIL), ACTION, DetailsForm.EMAIL)
                        .compose(fields -> stage.visit()
                                .inOtherLanguage(fields)
                                .map(Answer::now)
                                .orElseGet(() -> withSent(stage, sent -> act(stage, sent, fields)))));
    }

    /** @param typed an address that could not be read, to be corrected once more */
    record View(
            Optional<Notice.Shown> notice,
            Optional<Instant> start,
            String email,
            Instant confirmBy,
            boolean resendable,
            boolean correctable,
            String typed,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action) {}

    /**
     * @param appointment when it is, if it was confirmed; else it is over without one
     * @param lapsed whether that is since time has passed
     * @param again the first page
     */
    record Over(
            Optional<Notice.Shown> notice,
            Optional<Instant> appointment,
            boolean lapsed,
            String documents,
            String again) {}

    private static Future<Answer> withSent(Stage stage, Function<BookingId, Future<Answer>> page) {
        return stage.journey()
                .flatMap(Journey::sent)
                .map(page)
                // Nothing was sent: straight to the step whose turn it is, and not from one refusal to the next.
                .orElseGet(() -> stage.withProof((journey, hold) -> stage.outOfOrder("/validation")));
    }

    private static Future<Answer> show(Stage stage, BookingId sent, String notice, FieldErrors errors) {
        Submitted question = new Submitted(sent, stage.visit().sessionId());
        return stage.site().bus().request(BookingMessages.SUBMITTED, question).map(outcome -> {
            if (outcome instanceof SubmittedOutcome.Waiting waiting) {
                View view = view(stage, waiting, notice, errors);
                return stage.view(5, "envoye", "wizard.sent.title", view).status(errors.isEmpty() ? 200 : 422);
            }
            Optional<Instant> appointment = outcome instanceof SubmittedOutcome.Confirmed confirmed
                    ? Optional.of(confirmed.start())
                    : Optional.empty();
            boolean lapsed = outcome instanceof SubmittedOutcome.Lapsed;
            Over over = new Over(
                    Notice.byCode(notice).map(Notice::shown),
                    appointment,
                    lapsed,
                    stage.path(DocumentsPage.STEP),
                    stage.path("/descriptif"));
            String ended = lapsed ? "wizard.sent.lapsed-title" : "wizard.sent.ended-title";
            return stage.view(5, "termine", appointment.isPresent() ? "wizard.sent.confirmed-title" : ended, over);
        });
    }

    private static View view(Stage stage, SubmittedOutcome.Waiting waiting, String notice, FieldErrors errors) {
        Messages messages = stage.visit().messages();
        return new View(
                Notice.byCode(notice).map(Notice::shown),
                waiting.start(),
                waiting.to().value(),
                waiting.confirmBy(),
                waiting.resendsLeft() > 0,
                waiting.correctable(),
                stage.visit().draft().get(DetailsForm.EMAIL),
                errors.lines(messages),
                errors.byField(messages),
                stage.path("/envoye"));
    }

    private static Future<Answer> act(Stage stage, BookingId sent, Map<String, String> fields) {
        return fields.getOrDefault(ACTION, "").equals(CORRECT)
                ? correct(stage, sent, fields.getOrDefault(DetailsForm.EMAIL, ""))
                : resend(stage, sent);
    }

    private static Future<Answer> resend(Stage stage, BookingId sent) {
        BookingMessages.Resend resend =
                new BookingMessages.Resend(sent, stage.visit().sessionId());
        return stage.site().bus().request(BookingMessages.RESEND, resend).compose(outcome -> switch (outcome) {
            case SENT -> stage.go("/envoye?avis=" + Notice.RESENT.code());
            case LIMIT_REACHED -> stage.go("/envoye?avis=" + Notice.RESEND_LIMIT.code());
            case ENDED -> stage.go("/envoye");
        });
    }

    /** What was typed is kept until it is taken, so that a fault does not lose it. */
    private static Future<Answer> correct(Stage stage, BookingId sent, String typed) {
        stage.visit().draft(Draft.EMPTY.with(DetailsForm.EMAIL, typed));
        Optional<EmailAddress> address = EmailAddress.parse(typed);
        if (address.isEmpty()) {
            String key = typed.isBlank() ? "wizard.details.error-email-missing" : "wizard.details.error-email";
            return show(stage, sent, "", new FieldErrors().add(DetailsForm.EMAIL, key));
        }
        BookingMessages.Correct correct =
                new BookingMessages.Correct(sent, stage.visit().sessionId(), address.get());
        return stage.site().bus().request(BookingMessages.CORRECT, correct).compose(outcome -> {
            stage.visit().draft(Draft.EMPTY);
            return switch (outcome) {
                case CORRECTED -> stage.go("/envoye?avis=" + Notice.CORRECTED.code());
                case ALREADY_CORRECTED -> stage.go("/envoye?avis=" + Notice.ALREADY_CORRECTED.code());
                case ENDED -> stage.go("/envoye");
            };
        });
    }
}
