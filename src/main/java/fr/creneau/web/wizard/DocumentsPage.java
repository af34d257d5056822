package fr.creneau.web.wizard;

import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.List;

/** What to bring, for each procedure of a desk: open to everybody, before any booking. */
public final class DocumentsPage implements Pages {
    static final String STEP = "/pieces";

    @Override
    public void mount(Router router, Site site) {
        Stage.get(
                router,
                site,
                STEP,
                stage -> Answer.view("pieces", "info.documents-title", new View(lists(), stage.path("/descriptif")))
                        .now());
    }

    record View(List<DocumentList> lists, String start) {}

    /**
     * @param id of its heading, to link to
     * @param title key of its heading
     * @param documents key of its lines
     */
    record DocumentList(String id, String title, String documents) {}

    private static List<DocumentList> lists() {
        return Arrays.stream(Procedure.values())
                .filter(Procedure::booked)
                .map(Procedure::code)
                .map(code -> new DocumentList(code, "manage.procedure-" + code, "documents." + code))
                .toList();
    }
}
