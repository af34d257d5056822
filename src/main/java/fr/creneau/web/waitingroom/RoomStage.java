package fr.creneau.web.waitingroom;

import fr.creneau.domain.release.Release;
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

    /** Where there is no waiting room any more, the slots are for everybody: the page leads to them. */
    static void get(Router router, Site site, String page, Function<RoomStage, Future<Answer>> handler) {
        get(router, site, page, handler, stage -> stage.go("/plage"));
    }

    /** @param open what is answered where there is no waiting room any more */
    static void get(
            Router router,
            Site site,
            String page,
            Function<RoomStage, Future<Answer>> handler,
            Function<Stage, Future<Answer>> open) {
        Stage.get(router, site, PATH + page, stage -> answer(stage, handler, open));
    }

    static void post(Router router, Site site, String page, Function<RoomStage, Future<Answer>> handler) {
        Stage.post(router, site, PATH + page, stage -> answer(stage, handler, open -> open.go("/plage")));
    }

    private static Future<Answer> answer(
            Stage stage, Function<RoomStage, Future<Answer>> handler, Function<Stage, Future<Answer>> open) {
        String name = stage.visit().pathParam("release");
        return stage.site().rooms().all().values().stream()
                .filter(one -> one.release().id().value().equals(name))
                .filter(one -> one.release().desk().equals(stage.deskId()))
                .findFirst()
                .map(room -> handler.apply(new RoomStage(stage, room)))
                .orElseGet(() -> without(stage, name, open));
    }

    /** The room may have been switched off while people waited in it, or on within this very second. */
    private static Future<Answer> without(Stage stage, String name, Function<Stage, Future<Answer>> open) {
        Optional<Release> release = Optional.of(name)
                .filter(ReleaseId::isWellFormed)
                .map(ReleaseId::new)
                .flatMap(stage.schedule()::release);
        boolean waited = stage.visit().tickets().all().stream()
                .anyMatch(ticket -> ticket.release().value().equals(name));
        if (release.isEmpty() && !waited) {
            throw new Refused(Problem.NOT_FOUND);
        }
        if (release.filter(Release::waitingRoom).isPresent()) {
            throw new Refused(Problem.UNAVAILABLE);
        }
        return open.apply(stage);
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

    /** The parameters of the address that a change of language keeps. */
    String kept() {
        return notice().map(known -> Stage.NOTICE + "=" + stage.visit().query(Stage.NOTICE))
                .orElse("");
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
