package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Verdict;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.eligibility.Verdict.Referral;
import fr.creneau.domain.eligibility.Verdict.Referred;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import fr.creneau.web.Answer;
import fr.creneau.web.OwnTexts;
import fr.creneau.web.Pages;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.journey.Referrals;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** What the answers of the first page mean: the days on which to come, or where to go instead. */
public final class VerdictPage implements Pages {
    @Override
    public void mount(Router router, Site site) {
        Stage.get(router, site, "/verdict", VerdictPage::show);
    }

    /**
     * Days are in words.
     *
     * @param days on which to come
     * @param opensOn the first of them, if it is still to come
     * @param opensBefore how long before the permit's expiry that is
     * @param feeAfter appointments after that day owe the fee
     * @param expired whether that day is past
     */
    record Window(
            String days,
            Optional<String> opensOn,
            String opensBefore,
            Optional<String> feeAfter,
            boolean expired,
            int feeEuros,
            List<DeskRooms.Link> rooms,
            String next,
            String change) {}

    /** @param link the page that helps on; empty where only a visit does */
    record Elsewhere(String title, String text, Optional<String> link, String linkText, String change) {}

    private static Future<Answer> show(Stage stage) {
        return stage.journey().map(journey -> show(stage, journey)).orElseGet(() -> stage.outOfOrder("/descriptif"));
    }

    private static Future<Answer> show(Stage stage, Journey journey) {
        Verdict verdict = stage.desk().rules().judge(journey.answers(), stage.today());
        if (verdict instanceof Referred referred) {
            Elsewhere view = elsewhere(stage, referred.to());
            return shared(stage, "renvoi", view.title(), view, List.of());
        }
        OwnTexts own = new OwnTexts();
        Window view = window(stage, (Eligible) verdict, own);
        return shared(stage, "verdict", "wizard.verdict.title", view, own.all());
    }

    /** Made once for all who read the same: everybody passes here, a crowd in the minute of the opening. */
    private static Future<Answer> shared(Stage stage, String template, String title, Object model, List<String> own) {
        return new Answer.Shared(model, "", own, () -> stage.view(1, template, title, model))
                .notKept()
                .now();
    }

    private static Window window(Stage stage, Eligible eligible, OwnTexts own) {
        LocalDate today = stage.today();
        Messages messages = stage.visit().messages();
        Dates dates = Dates.in(messages.language());
        Optional<LocalDate> opensOn = eligible.window().isBounded() ? eligible.opensLater(today) : Optional.empty();
        Period opensBefore = stage.desk().rules().on(opensOn.orElse(today)).opensBefore();
        boolean feePossible = eligible.feeEuros() > 0;
        return new Window(
                own.put(DaysOpen.inWords(eligible, today, messages)),
                opensOn.map(dates::day).map(own::put),
                dates.period(opensBefore),
                feePossible ? Optional.of(own.put(dates.day(eligible.feeAfter()))) : Optional.empty(),
                eligible.feeAfter().isBefore(today),
                eligible.feeEuros(),
                DeskRooms.links(stage),
                stage.path("/plage"),
                stage.path("/descriptif"));
    }

    private static Elsewhere elsewhere(Stage stage, Referral to) {
        String key = "wizard.referral." + Referrals.code(to);
        Optional<URI> link = Referrals.link(stage.desk(), to);
        return new Elsewhere(
                key + "-title", key + "-text", link.map(URI::toString), key + "-link", stage.path("/descriptif"));
    }
}
