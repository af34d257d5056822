package fr.creneau.web.waitingroom;

import fr.creneau.domain.waitingroom.Room;
import fr.creneau.web.Answer;
import fr.creneau.web.Tickets.Ticket;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** What proves the draw: before it the hash of the key, after it the key and the number of tickets, and a script that recomputes. */
final class ProofPage {
    private ProofPage() {}

    /** @param number of this browser's ticket */
    record View(
            String commitment,
            Instant opens,
            Optional<String> key,
            Optional<Integer> tickets,
            Optional<Integer> number,
            String data,
            String queue) {}

    static Future<Answer> show(RoomStage room) {
        Optional<Room.Result> result = room.room().result();
        View view = new View(
                room.room().commitment(),
                room.room().release().opens(),
                result.map(Room.Result::key),
                result.map(drawn -> drawn.draw().tickets()),
                room.ticket().map(Ticket::number),
                room.path("/preuve.json"),
                room.path(""));
        return Answer.view("preuve", "queue.proof.title", view).now();
    }

    /** The same for programs. */
    static Future<Answer> data(RoomStage room) {
        JsonObject json = new JsonObject()
                .put("release", room.release().value())
                .put("opens", room.room().release().opens().toString())
                .put("commitment", room.room().commitment());
        room.room()
                .result()
                .ifPresent(result -> json.put("key", result.key())
                        .put("tickets", result.draw().tickets()));
        return new Answer.Document("application/json", "", json.toBuffer()).now();
    }
}
