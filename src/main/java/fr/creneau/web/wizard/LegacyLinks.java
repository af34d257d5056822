package fr.creneau.web.wizard;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.Snapshot;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Session;
import fr.creneau.web.Site;
import fr.creneau.web.Visit;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.regex.Pattern;

/** The addresses of the site this one replaces: printed, bookmarked and linked for years. */
public final class LegacyLinks implements Pages {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern STEP = Pattern.compile("[0-9]?");
    /** By the number of the old step; the later ones were all about the request sent. */
    private static final List<String> STEPS =
            List.of("/descriptif", "/plage", "/securite", "/coordonnees", "/validation", "/envoye");

    @Override
    public void mount(Router router, Site site) {
        site.get(router, "/booking/create/:legacy", visit -> lead(site, visit));
        site.get(router, "/booking/create/:legacy/:step", visit -> lead(site, visit));
    }

    private static Future<Answer> lead(Site site, Visit visit) {
        String legacy = visit.pathParam("legacy");
        String step = visit.pathParam("step");
        if (!NUMBER.matcher(legacy).matches() || !STEP.matcher(step).matches()) {
            throw new Refused(Problem.UNKNOWN_DESK);
        }
        return site.snapshot()
                .map(snapshot -> Answer.redirect(target(visit, snapshot, Integer.parseInt(legacy), step)));
    }

    private static String target(Visit visit, Snapshot snapshot, int legacy, String step) {
        DeskId desk = snapshot.byLegacyId(legacy)
                .map(schedule -> schedule.desk().id())
                .orElseThrow(() -> new Refused(Problem.UNKNOWN_DESK));
        boolean underway = visit.session()
                .flatMap(Session::journey)
                .filter(journey -> journey.desk().equals(desk))
                .isPresent();
        // Who comes from a printed link starts at the beginning, whichever step the link was to.
        int number = step.isEmpty() || !underway ? 0 : Integer.parseInt(step);
        return "/rdv/" + desk + STEPS.get(Math.min(number, STEPS.size() - 1));
    }
}
