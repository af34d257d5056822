package fr.creneau.web.waitingroom;

import fr.creneau.web.Answer;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.wizard.DeskRooms;
import fr.creneau.web.wizard.Stage;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** All pages of waiting rooms. */
public final class QueuePages implements Pages {
    @Override
    public void mount(Router router, Site site) {
        Stage.get(router, site, "/file", QueuePages::lead);
        RoomStage.get(router, site, "", QueuePage::show);
        RoomStage.post(router, site, "", EnrolPage::submit);
        RoomStage.get(router, site, "/defi", EnrolPage::challenge);
        RoomStage.get(router, site, "/code", EnrolCodePage::show);
        RoomStage.post(router, site, "/code", EnrolCodePage::submit);
        RoomStage.get(router, site, "/etat", QueuePage::state, QueuePage::open);
        RoomStage.post(router, site, "/entrer", TurnPage::enter);
        RoomStage.post(router, site, "/renoncer", TurnPage::giveUp);
        RoomStage.get(router, site, "/preuve", ProofPage::show);
        RoomStage.get(router, site, "/preuve.json", ProofPage::data);
    }

    /** To the desk's waiting room that this visitor has most to hope for from. */
    private static Future<Answer> lead(Stage stage) {
        return DeskRooms.lead(stage)
                .map(room -> stage.path("/file/" + room.release().id()))
                .map(path -> Answer.redirect(stage.withNotice(path)).now())
                .orElseGet(() -> stage.go("/plage"));
    }
}
