package fr.creneau.web.waitingroom;

import fr.creneau.bus.Address;
import fr.creneau.hold.SessionId;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUp;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUpOutcome;
import fr.creneau.web.Answer;
import fr.creneau.web.Draft;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.Tickets.Turn;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Taking up one's turn, or giving it up. */
final class TurnPage {
    private TurnPage() {}

    static Future<Answer> enter(RoomStage room) {
        return ask(
                room,
                WaitingRoomMessages.ENTER,
                ticket -> new Enter(room.release(), ticket.number(), sessionId(room)),
                (ticket, outcome) -> entered(room, ticket, outcome));
    }

    static Future<Answer> giveUp(RoomStage room) {
        return ask(
                room,
                WaitingRoomMessages.GIVE_UP,
                ticket -> new GiveUp(room.release(), ticket.number(), sessionId(room)),
                (ticket, outcome) -> givenUp(room, ticket, outcome));
    }

    /** Who has no ticket is shown the room. */
    private static <Q, R> Future<Answer> ask(
            RoomStage room,
            Address<Q, R> address,
            Function<Ticket, Q> question,
            BiFunction<Ticket, R, Future<Answer>> answer) {
        return room.stage()
                .visit()
                .form()
                .compose(fields -> room.ticket()
                        .map(ticket -> room.stage()
                                .site()
                                .bus()
                                .request(address, question.apply(ticket))
                                .compose(outcome -> answer.apply(ticket, outcome)))
                        .orElseGet(() -> room.go("")));
    }

    private static SessionId sessionId(RoomStage room) {
        return room.stage().visit().sessionId();
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
            prefill(room, ticket);
            return room.stage().go("/plage");
        }
        RoomNotice notice = outcome instanceof EnterOutcome.Elsewhere ? RoomNotice.ELSEWHERE : RoomNotice.NOT_YOUR_TURN;
        return room.go("?avis=" + notice.code());
    }

    /** The request must bear the number that was enrolled: it need not be typed twice. */
    private static void prefill(RoomStage room, Ticket ticket) {
        Draft draft = room.stage().visit().draft();
        if (draft.get(Enrolling.NUMBER).isEmpty() && !ticket.agdref().isEmpty()) {
            room.stage().visit().draft(draft.with(Enrolling.NUMBER, ticket.agdref()));
        }
    }

    private static Future<Answer> givenUp(RoomStage room, Ticket ticket, GiveUpOutcome outcome) {
        if (outcome == GiveUpOutcome.GIVEN_UP) {
            room.keep(ticket.with(
                    Optional.of(new Turn(Optional.empty(), room.stage().now()))));
            return room.go("?avis=" + RoomNotice.GIVEN_UP.code());
        }
        // A second click says nothing new.
        return room.go(ticket.isUsedUp() ? "" : "?avis=" + RoomNotice.NOT_GIVEN_UP.code());
    }
}
