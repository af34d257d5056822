package fr.creneau.web.waitingroom;

import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUp;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.Tickets.Turn;
import fr.creneau.web.wizard.Notice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting, and taking up one's turn. Looking costs neither Redis nor PostgreSQL anything. */
final class QueuePage {
    /** A page without JavaScript comes back after so many seconds, and a few more: not everybody at once. */
    private static final int REFRESH_S = 12;

    private static final int JITTER_S = 8;

    private QueuePage() {}

    /**
     * @param state as in {@link StandingJson}: the template has a part for each
     * @param refreshSeconds without JavaScript; empty where nothing changes any more
     */
    record View(
            Optional<Notice.Shown> notice,
            String state,
            int number,
            Optional<Integer> position,
            Optional<Integer> ahead,
            Optional<Integer> seats,
            Optional<Long> minutes,
            boolean onlyIfOthersLeave,
            int tickets,
            Instant opens,
            Optional<Instant> until,
            Optional<Integer> refreshSeconds,
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

    static Future<Answer> show(RoomStage room) {
        return room.ticket().map(ticket -> show(room, ticket)).orElseGet(() -> EnrolPage.show(room));
    }

    /** To those who have no ticket and need none. */
    static Future<Answer> full(RoomStage room) {
        return view(room, new Standing.NoChance(0), 0).now();
    }

    private static Future<Answer> show(RoomStage room, Ticket ticket) {
        return view(room, standing(room, ticket), ticket.number()).now();
    }

    private static Answer.View view(RoomStage room, Standing standing, int number) {
        Optional<Standing.Waiting> waiting = as(standing, Standing.Waiting.class);
        boolean changes = !(standing instanceof Standing.Over || standing instanceof Standing.Turn);
        View view = new View(
                RoomNotice.byCode(room.stage().visit().query("avis")),
                StandingJson.of(standing).getString("etat"),
                number,
                waiting.map(Standing.Waiting::position),
                waiting.map(Standing.Waiting::ahead),
                waiting.map(Standing.Waiting::seats),
                waiting.flatMap(Standing.Waiting::estimate).map(StandingJson::minutes),
                waiting.filter(Standing.Waiting::onlyIfOthersLeave).isPresent(),
                room.room().tickets(),
                room.room().release().opens(),
                as(standing, Standing.Turn.class).map(Standing.Turn::until),
                changes ? Optional.of(REFRESH_S + ThreadLocalRandom.current().nextInt(JITTER_S)) : Optional.empty(),
                room.path("/flux"),
                room.path("/etat"),
                room.path("/entrer"),
                room.path("/renoncer"),
                room.path("/preuve"),
                room.path(""),
                room.stage().path("/descriptif"));
        return Answer.view("file", "queue." + title(standing), view);
    }

    /** A turn that this browser used up is over for it, whatever the clock says. */
    private static Standing standing(RoomStage room, Ticket ticket) {
        Standing standing = room.standing(ticket.number());
        return ticket.isUsedUp() && standing instanceof Standing.Turn turn
                ? new Standing.Over(turn.position())
                : standing;
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

    private static Future<Answer> json(int status, Buffer body) {
        return new Answer.Document("application/json", "", body).status(status).now();
    }

    static Future<Answer> enter(RoomStage room) {
        return room.stage()
                .visit()
                .form()
                .compose(fields -> room.ticket()
                        .map(ticket -> room.stage()
                                .site()
                                .bus()
                                .request(
                                        WaitingRoomMessages.ENTER,
                                        new Enter(
                                                room.release(),
                                                ticket.number(),
                                                room.stage().visit().sessionId()))
                                .compose(outcome -> entered(room, ticket, outcome)))
                        .orElseGet(() -> room.go("")));
    }

    private static Future<Answer> entered(RoomStage room, Ticket ticket, EnterOutcome outcome) {
        if (outcome instanceof EnterOutcome.Entered entered) {
            room.keep(ticket.with(Optional.of(new Turn(Optional.of(entered.pass()), entered.until()))));
            boolean fresh = room.stage()
                    .journey()
                    .filter(journey -> journey.sent().isEmpty())
                    .isEmpty();
            if (fresh) {
                room.stage().keep(Journey.begin(room.stage().deskId(), ticket.answers()));
            }
            return room.stage().go("/plage");
        }
        RoomNotice notice = outcome instanceof EnterOutcome.Elsewhere ? RoomNotice.ELSEWHERE : RoomNotice.NOT_YOUR_TURN;
        return room.go("?avis=" + notice.code());
    }

    static Future<Answer> giveUp(RoomStage room) {
        return room.stage()
                .visit()
                .form()
                .compose(fields -> room.ticket()
                        .map(ticket -> room.stage()
                                .site()
                                .bus()
                                .request(
                                        WaitingRoomMessages.GIVE_UP,
                                        new GiveUp(
                                                room.release(),
                                                ticket.number(),
                                                room.stage().visit().sessionId()))
                                .compose(done -> {
                                    room.keep(ticket.with(Optional.of(new Turn(
                                            Optional.empty(), room.stage().now()))));
                                    return room.go("?avis=" + RoomNotice.GIVEN_UP.code());
                                }))
                        .orElseGet(() -> room.go("")));
    }
}
