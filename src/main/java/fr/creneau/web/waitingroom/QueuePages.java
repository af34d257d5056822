package fr.creneau.web.waitingroom;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.wizard.Stage;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Comparator;

/** All pages of waiting rooms. */
public final class QueuePages implements Pages {
    @Override
    public void mount(Router router, Site site) {
        Stage.get(router, site, "/file", QueuePages::lead);
        RoomStage.get(router, site, "", QueuePage::show);
        RoomStage.post(router, site, "", EnrolPage::submit);
        RoomStage.get(router, site, "/defi", EnrolPage::challenge);
        RoomStage.get(router, site, "/etat", QueuePage::state);
        RoomStage.post(router, site, "/entrer", QueuePage::enter);
        RoomStage.post(router, site, "/renoncer", QueuePage::giveUp);
        RoomStage.get(router, site, "/preuve", ProofPage::show);
        RoomStage.get(router, site, "/preuve.json", ProofPage::data);
    }

    /** To the desk's waiting room: the one this browser has a ticket of, else the one that opens first. */
    private static Future<Answer> lead(Stage stage) {
        return stage.site().rooms().all().values().stream()
                .map(Room::release)
                .filter(release -> release.desk().equals(stage.deskId()))
                .min(Comparator.comparing((Release release) ->
                                stage.visit().tickets().of(release.id()).isEmpty())
                        .thenComparing(release -> release.opens()))
                .map(release -> stage.go("/file/" + release.id()))
                .orElseGet(() -> stage.go("/plage"));
    }
}
