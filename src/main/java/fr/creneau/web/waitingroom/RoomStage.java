package fr.creneau.web.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.web.Answer;
import fr.creneau.web.Problem;
import fr.creneau.web.Refused;
import fr.creneau.web.Site;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.wizard.Notice;
import fr.creneau.web.wizard.Stage;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.Function;

/** A visit to the waiting room of one release. What is asked of it is answered from memory. */
record RoomStage(Stage stage, Room room) {
    static final String PATH = "/file/:release";

    static void get(Router router, Site site, String page, Function<RoomStage, Future<Answer>> handler) {
        Stage.get(router, site, PATH + page, stage -> handler.apply(of(stage)));
    }

    static void post(Router router, Site site, String page, Function<RoomStage, Future<Answer>> handler) {
        Stage.post(router, site, PATH + page, stage -> handler.apply(of(stage)));
    }

    private static RoomStage of(Stage stage) {
        String name = stage.visit().pathParam("release");
        Room room = stage.site().rooms().all().values().stream()
                .filter(one -> one.release().id().value().equals(name))
                .filter(one -> one.release().desk().equals(stage.deskId()))
                .findFirst()
                .orElseThrow(() -> new Refused(Problem.NOT_FOUND));
        return new RoomStage(stage, room);
    }

    ReleaseId release() {
        return room.release().id();
    }

    /** @param page with a slash in front, or empty for the room itself */
    String path(String page) {
        return stage.path("/file/" + release() + page);
    }

    /** Why the visitor is here without having asked, if the address says so. */
    Optional<Notice.Shown> notice() {
        String code = stage.visit().query(Stage.NOTICE);
        return RoomNotice.byCode(code).or(() -> Notice.byCode(code).map(Notice::shown));
    }

    Future<Answer> go(String page) {
        return Answer.redirect(path(page)).now();
    }

    Optional<Ticket> ticket() {
        return stage.visit().tickets().of(release());
    }

    void keep(Ticket ticket) {
        stage.visit().tickets(stage.visit().tickets().with(ticket));
    }

    Standing standing(int number) {
        return stage.site()
                .rooms()
                .standing(release(), number, stage.now())
                .orElseThrow(() -> new Refused(Problem.NOT_FOUND));
    }
}
