package fr.creneau.web.waitingroom;

import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.web.Answer;
import fr.creneau.web.OwnTexts;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.wizard.Notice;
import fr.creneau.web.wizard.Stage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/** Waiting: where a ticket stands. Looking costs neither Redis nor PostgreSQL anything. */
final class QueuePage {
    /** A page without JavaScript comes back after so many seconds, and a few more: not everybody at once. */
    private static final int REFRESH_S = 12;

    private static final int JITTER_S = 8;

    private static final int SHOWN_DIGITS = 4;

    private static final String CORRECT = "corriger";

    private QueuePage() {}

    /**
     * @param state as in {@link StandingJson}: the template has a part for each
     * @param agdref how the number that was enrolled ends: enough for its owner, and too little for who uses the browser after them
     * @param correct where to enrol with another number, before the draw
     * @param held where to go on with the seat that this browser holds, or the request it sent
     * @param refreshSeconds without JavaScript; empty where nothing changes any more
     */
    record View(
            Optional<Notice.Shown> notice,
            String state,
            String number,
            Optional<String> agdref,
            String correct,
            Optional<String> held,
            Optional<String> position,
            Optional<String> ahead,
            Optional<String> seats,
            Optional<String> minutes,
            boolean onlyIfOthersLeave,
            String tickets,
            Instant opens,
            Optional<Instant> until,
            Optional<String> refreshSeconds,
            String stream,
            String poll,
            String enter,
            String giveUp,
            String proof,
            String self,
            String home) {
        public boolean enrolled() {
            return state.equals("inscrit");
        }

        public boolean waiting() {
            return state.equals("attente");
        }

        public boolean turn() {
            return state.equals("tour");
        }

        public boolean over() {
            return state.equals("passe");
        }

        public boolean noChance() {
            return state.equals("complet");
        }
    }

    /** Who mistyped the number may enrol again until the draw. */
    static Future<Answer> show(RoomStage room) {
        boolean corrects = room.room().result().isEmpty()
                && !room.stage().visit().query(CORRECT).isEmpty();
        return room.ticket()
                .filter(ticket -> !corrects)
                .map(ticket -> show(room, ticket))
                .orElseGet(() -> EnrolPage.show(room));
    }

    /** To those who have no ticket and need none. */
    static Future<Answer> full(RoomStage room) {
        return answer(room, new Standing.NoChance(0), 0).now();
    }

    private static Future<Answer> show(RoomStage room, Ticket ticket) {
        return answer(room, standing(room, ticket), ticket.number()).now();
    }

    private static String end(String digits) {
        return digits.substring(Math.max(digits.length() - SHOWN_DIGITS, 0));
    }

    /**
     * Made once for all of whom the same is to be said; numbers are each one's own.
     * Who is in turn has a deadline, and so a page, of their own.
     */
    private static Answer answer(RoomStage room, Standing standing, int number) {
        String title = "queue." + title(standing);
        if (standing instanceof Standing.Turn) {
            return Answer.view("file", title, view(room, standing, number, text -> text));
        }
        OwnTexts own = new OwnTexts();
        View view = view(room, standing, number, own::put);
        return new Answer.Shared(view, room.kept(), own.all(), () -> Answer.view("file", title, view)).notKept();
    }

    /** @param own what stands on the page for a text of this visitor's own */
    private static View view(RoomStage room, Standing standing, int number, UnaryOperator<String> own) {
        Optional<Standing.Waiting> waiting = as(standing, Standing.Waiting.class);
        boolean changes = !(standing instanceof Standing.Over || standing instanceof Standing.Turn);
        return new View(
                room.notice(),
                StandingJson.of(standing).getString("etat"),
                own.apply(String.valueOf(number)),
                room.ticket()
                        .map(Ticket::agdref)
                        .filter(digits -> !digits.isEmpty())
                        .map(QueuePage::end)
                        .map(own),
                room.path("?" + CORRECT + "=oui"),
                held(room),
                waiting.map(Standing.Waiting::position).map(String::valueOf).map(own),
                waiting.map(Standing.Waiting::ahead).map(String::valueOf).map(own),
                waiting.map(Standing.Waiting::seats).map(String::valueOf).map(own),
                waiting.flatMap(Standing.Waiting::estimate)
                        .map(StandingJson::minutes)
                        .map(String::valueOf)
                        .map(own),
                waiting.filter(Standing.Waiting::onlyIfOthersLeave).isPresent(),
                // Its own ticket may be a second newer than what is known of the room.
                own.apply(String.valueOf(Math.max(room.room().tickets(), number))),
                room.room().release().opens(),
                as(standing, Standing.Turn.class).map(Standing.Turn::until),
                changes ? Optional.of(own.apply(String.valueOf(refreshSeconds()))) : Optional.empty(),
                room.path("/flux"),
                room.path("/etat"),
                room.path("/entrer"),
                room.path("/renoncer"),
                room.path("/preuve"),
                room.path(""),
                room.stage().path("/descriptif"));
    }

    private static int refreshSeconds() {
        return REFRESH_S + ThreadLocalRandom.current().nextInt(JITTER_S);
    }

    /** A turn that this browser used up is over for it, whatever the clock says. */
    private static Standing standing(RoomStage room, Ticket ticket) {
        Standing standing = room.standing(ticket.number());
        return ticket.isUsedUp() && standing instanceof Standing.Turn turn
                ? new Standing.Over(turn.position())
                : standing;
    }

    /** As the cookie knows it: the page it leads to asks. */
    private static Optional<String> held(RoomStage room) {
        Stage stage = room.stage();
        Optional<Journey> journey = stage.journey();
        if (journey.flatMap(Journey::sent).isPresent()) {
            return Optional.of(stage.path("/envoye"));
        }
        return journey.flatMap(Journey::choice)
                .filter(choice -> choice.deadline().isAfter(stage.now()))
                .map(Choice::slot)
                .flatMap(stage.schedule()::offer)
                .flatMap(Offer::release)
                .filter(release -> release.id().equals(room.release()))
                .map(release -> stage.path("/plage"));
    }

    private static <T> Optional<T> as(Standing standing, Class<T> type) {
        return Optional.of(standing).filter(type::isInstance).map(type::cast);
    }

    private static String title(Standing standing) {
        return StandingJson.of(standing).getString("etat") + ".title";
    }

    /** The same for scripts. */
    static Future<Answer> state(RoomStage room) {
        return room.ticket()
                .map(ticket -> json(200, StandingJson.of(standing(room, ticket)).toBuffer()))
                .orElseGet(() -> json(404, Buffer.buffer("{}")));
    }

    /** To those who wait where nobody needs to any more: their page opens again, and leads to the slots. */
    static Future<Answer> open(Stage stage) {
        return json(200, StandingJson.open().toBuffer());
    }

    private static Future<Answer> json(int status, Buffer body) {
        return new Answer.Document("application/json", "", body).status(status).now();
    }
}
