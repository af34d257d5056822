package fr.creneau.web.wizard;

import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Ownership;
import fr.creneau.waitingroom.WaitingRoomMessages.Owns;
import fr.creneau.web.Answer;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Tickets.Turn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What the calendar has to do with waiting rooms: their slots are for those whose turn it is. Only for display: the holds decide. */
final class Turns {
    private Turns() {}

    /** The slots this visitor may choose among: no release with a waiting room, a turn in it, or a seat of it held already. */
    static List<Offer> reachable(Stage stage, List<Offer> offers, Optional<SlotId> mine) {
        Optional<ReleaseId> own = mine.flatMap(held -> offers.stream()
                        .filter(offer -> offer.slot().id().equals(held))
                        .findFirst())
                .flatMap(Offer::release)
                .map(Release::id);
        return offers.stream()
                .filter(offer -> offer.release()
                        .filter(Release::waitingRoom)
                        .map(Release::id)
                        .map(release -> own.equals(Optional.of(release))
                                || pass(stage, release).isPresent())
                        .orElse(true))
                .toList();
    }

    /** The pass of this visitor's turn, if it is not over. */
    static Optional<String> pass(Stage stage, ReleaseId release) {
        return stage.visit()
                .tickets()
                .of(release)
                .flatMap(ticket -> ticket.turn())
                .filter(turn -> stage.now().plus(stage.site().rooms().ahead()).isBefore(turn.until()))
                .flatMap(Turn::pass);
    }

    /** Whether the number is the one that was enrolled, where the seat was held in a turn. The booking asks again. */
    static Future<Boolean> owns(Stage stage, Journey journey, AgdrefNumber number) {
        Optional<Choice> choice = journey.choice()
                .filter(chosen -> stage.schedule()
                        .offer(chosen.slot())
                        .flatMap(Offer::release)
                        .filter(Release::waitingRoom)
                        .isPresent());
        return choice.map(chosen -> stage.site()
                        .bus()
                        .request(
                                WaitingRoomMessages.OWNS,
                                new Owns(chosen.slot(), stage.visit().sessionId(), number))
                        .map(Ownership.OWN::equals))
                .orElseGet(() -> Future.succeededFuture(true));
    }

    /** The pass was of no use: used, over, or another session's. */
    static Future<Answer> refused(Stage stage, ReleaseId release) {
        usedUp(stage, release);
        return stage.go("/file/" + release + "?avis=passe");
    }

    /** With the seat that it was for, or for nothing: the queue's page then leads on instead of offering the turn again. */
    static void usedUp(Stage stage, ReleaseId release) {
        stage.visit()
                .tickets()
                .of(release)
                .ifPresent(ticket -> stage.visit()
                        .tickets(stage.visit()
                                .tickets()
                                .with(ticket.with(
                                        ticket.turn().map(turn -> new Turn(Optional.empty(), turn.until()))))));
    }
}
