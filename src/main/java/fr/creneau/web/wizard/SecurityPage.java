package fr.creneau.web.wizard;

import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.Optional;

/** Step 3: a proof of work that the browser makes by itself; without JavaScript, a code by mail ({@link CodePage}). */
public final class SecurityPage implements Pages {
    static final String SOLUTION = "altcha";

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                "/securite",
                stage -> stage.withHold((journey, hold) -> show(stage, hold, Optional.empty())));
        Stage.get(router, site, "/securite/defi", SecurityPage::challenge);
        Stage.post(
                router,
                site,
                "/securite",
                stage -> stage.visit()
                        .form(SOLUTION)
                        .compose(fields -> stage.withHold(
                                (journey, hold) -> submit(stage, hold, fields.getOrDefault(SOLUTION, "")))));
    }

    /** @param until when the seat goes back unless the check is passed */
    record View(
            Optional<Notice.Shown> notice,
            Instant until,
            String action,
            String challengeUrl,
            String codeUrl,
            String back) {}

    private static Future<Answer> show(Stage stage, Hold hold, Optional<Notice> notice) {
        if (hold.proven()) {
            return stage.go("/coordonnees");
        }
        View view = new View(
                notice.map(Notice::shown),
                hold.expiresAt(),
                stage.path("/securite"),
                stage.path("/securite/defi"),
                stage.path("/securite/code"),
                stage.path("/plage"));
        return stage.view(3, "securite", "challenge.title", view)
                .status(notice.isEmpty() ? 200 : 422)
                .now();
    }

    /** For the script: what ALTCHA's protocol says, or an empty object with a status. */
    private static Future<Answer> challenge(Stage stage) {
        Optional<Choice> choice = stage.journey().flatMap(Journey::choice);
        if (choice.isEmpty()) {
            return json("{}").status(409).now();
        }
        return stage.site()
                .bus()
                .request(
                        HoldMessages.FIND,
                        new HoldMessages.Find(stage.deskId(), stage.visit().sessionId()))
                .compose(outcome -> outcome instanceof HoldOutcome.Live live
                        ? issue(stage, live.hold())
                        : json("{}").status(409).now());
    }

    private static Future<Answer> issue(Stage stage, Hold hold) {
        return stage.site()
                .bus()
                .request(ChallengeMessages.ISSUE, new ChallengeMessages.Issue(stage.deskId(), hold.id()))
                .map(issued -> json(issued.json()));
    }

    private static Answer.Document json(String body) {
        return new Answer.Document(200, "application/json", "", Buffer.buffer(body));
    }

    private static Future<Answer> submit(Stage stage, Hold hold, String solution) {
        if (hold.proven()) {
            return stage.go("/coordonnees");
        }
        ChallengeMessages.Solve solve =
                new ChallengeMessages.Solve(stage.deskId(), stage.visit().sessionId(), solution);
        return stage.site().bus().request(ChallengeMessages.SOLVE, solve).compose(outcome -> {
            if (outcome instanceof CheckOutcome.Passed) {
                return passed(stage);
            }
            if (outcome instanceof CheckOutcome.HoldGone) {
                return stage.go("/plage?avis=" + Notice.HOLD_LOST.code());
            }
            return show(stage, hold, Optional.of(Notice.NOT_SOLVED));
        });
    }

    static Future<Answer> passed(Stage stage) {
        stage.journey().map(Journey::passed).ifPresent(stage::keep);
        return stage.go("/coordonnees");
    }
}
