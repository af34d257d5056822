package fr.creneau.web.wizard;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.CheckCode;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.challenge.ChallengeMessages.SendCode;
import fr.creneau.challenge.ChallengeMessages.SendCodeOutcome;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.hold.Hold;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Step 3 without JavaScript: a six-digit code, mailed to the address that the next step asks for anyway. */
public final class CodePage implements Pages {
    static final String ACTION = "action";
    static final String SEND = "envoyer";
    static final String CHECK = "verifier";
    static final String CODE = "code";

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/securite/code",
                stage -> stage.withHold((journey, hold) -> show(
                        stage,
                        journey,
                        hold,
                        Notice.byCode(stage.visit().query(Stage.NOTICE)).map(Notice::shown),
                        new FieldErrors(),
                        200)));
        Stage.post(
                router,
                site,
                "/securite/code",
                stage -> stage.visit()
                        .formKeeping(Set.of(DetailsForm.EMAIL, CODE), ACTION, DetailsForm.EMAIL, CODE)
                        .compose(fields -> stage.visit()
                                .inOtherLanguage(fields)
                                .map(Answer::now)
                                .orElseGet(() -> sent(stage, fields))));
    }

    /** A code that is sent is used up; it is kept only for a change of language. */
    private static Future<Answer> sent(Stage stage, Map<String, String> fields) {
        stage.visit().draft(stage.visit().draft().without(CODE));
        return stage.withHold((journey, hold) -> submit(stage, journey, hold, fields));
    }

    record View(
            Optional<Notice.Shown> notice,
            boolean sent,
            String email,
            String code,
            Instant until,
            List<FieldErrors.Line> errors,
            Map<String, String> errorOf,
            String action,
            String back,
            String slots) {}

    private static Future<Answer> show(
            Stage stage, Journey journey, Hold hold, Optional<Notice.Shown> notice, FieldErrors errors, int status) {
        if (hold.proven()) {
            return stage.go("/coordonnees");
        }
        Messages messages = stage.visit().messages();
        String email = stage.visit().draft().get(DetailsForm.EMAIL);
        boolean sent = journey.codeFor().equals(Optional.of(hold.id()));
        View view = new View(
                notice,
                sent,
                email,
                stage.visit().draft().get(CODE),
                hold.expiresAt(),
                errors.lines(messages),
                errors.byField(messages),
                stage.path("/securite/code"),
                stage.path("/securite"),
                stage.path("/plage"));
        return stage.view(3, "code", "challenge.code.title", view)
                .status(status)
                .now();
    }

    private static Future<Answer> submit(Stage stage, Journey journey, Hold hold, Map<String, String> fields) {
        if (hold.proven()) {
            return stage.go("/coordonnees");
        }
        return fields.getOrDefault(ACTION, "").equals(CHECK)
                ? check(stage, journey, hold, fields.getOrDefault(CODE, ""))
                : send(stage, journey, hold, fields.getOrDefault(DetailsForm.EMAIL, ""));
    }

    private static Future<Answer> send(Stage stage, Journey journey, Hold hold, String typed) {
        Optional<EmailAddress> address = EmailAddress.parse(typed);
        if (address.isEmpty()) {
            String key = typed.isBlank() ? "wizard.details.error-email-missing" : "wizard.details.error-email";
            return show(stage, journey, hold, Optional.empty(), new FieldErrors().add(DetailsForm.EMAIL, key), 422);
        }
        SendCode send = new SendCode(
                stage.deskId(),
                stage.visit().sessionId(),
                address.get(),
                stage.visit().language(),
                stage.visit().clientPrefix());
        return stage.site().bus().request(ChallengeMessages.SEND_CODE, send).compose(outcome -> {
            if (outcome instanceof SendCodeOutcome.Sent) {
                stage.keep(journey.codeFor(Optional.of(hold.id())));
                return stage.go("/securite/code?avis=" + Notice.CODE_SENT.code());
            }
            return outcome instanceof SendCodeOutcome.Limited limited
                    ? tooMany(stage, journey, hold, limited.retryAfter())
                    : stage.go("/plage?avis=" + Notice.HOLD_LOST.code());
        });
    }

    private static Future<Answer> tooMany(Stage stage, Journey journey, Hold hold, Duration wait) {
        Notice.Shown notice = Notice.tooMany(
                "challenge.notice.code-limit", wait, stage.visit().messages());
        return show(stage, journey, hold, Optional.of(notice), new FieldErrors(), 429)
                .map(answer -> answer instanceof Answer.OfPage page ? page.tooMany(wait) : answer);
    }

    private static Future<Answer> check(Stage stage, Journey journey, Hold hold, String typed) {
        CheckCode check = new CheckCode(stage.deskId(), stage.visit().sessionId(), typed);
        return stage.site().bus().request(ChallengeMessages.CHECK_CODE, check).compose(outcome -> {
            if (outcome instanceof CheckOutcome.Passed) {
                return SecurityPage.passed(stage);
            }
            if (outcome instanceof CheckOutcome.HoldGone) {
                return stage.go("/plage?avis=" + Notice.HOLD_LOST.code());
            }
            if (outcome instanceof CheckOutcome.WrongCode wrong) {
                FieldErrors errors = new FieldErrors().add(CODE, "challenge.code.error-wrong", wrong.triesLeft());
                return show(stage, journey, hold, Optional.empty(), errors, 422);
            }
            Journey without = journey.codeFor(Optional.empty());
            stage.keep(without);
            return show(stage, without, hold, Optional.of(Notice.NO_CODE.shown()), new FieldErrors(), 422);
        });
    }
}
