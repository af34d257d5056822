package fr.creneau.web.api;

import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** A waiting room, and where a ticket stands, as programs are told; and when it is worth asking again. */
final class RoomJson {
    private static final int SOON_S = 10;
    private static final int SELDOM_S = 60;
    private static final long FAR_S = 600;

    private RoomJson() {}

    static JsonObject of(Room room) {
        JsonObject json = new JsonObject()
                .put("id", room.release().id().value())
                .put("enrolsFrom", room.release().enrolsFrom())
                .put("opens", room.release().opens())
                .put("tickets", room.tickets())
                .put("seats", room.seats().untaken())
                .put("commitment", room.commitment());
        room.result()
                .ifPresent(result ->
                        json.put("key", result.key()).put("drawn", result.draw().tickets()));
        return json;
    }

    static Reply of(Standing standing, Instant now) {
        if (standing instanceof Standing.Enrolled enrolled) {
            long left = Duration.between(now, enrolled.draw()).toSeconds();
            return again(phase("enrolled").put("draw", enrolled.draw()).put("tickets", enrolled.tickets()), (int)
                    Math.max(SOON_S, Math.min(left / 2, FAR_S)));
        } else if (standing instanceof Standing.Waiting waiting) {
            JsonObject json = phase("waiting")
                    .put("position", waiting.position())
                    .put("ahead", waiting.ahead())
                    .put("seats", waiting.seats())
                    .put("onlyIfOthersLeave", waiting.onlyIfOthersLeave());
            waiting.estimate().ifPresent(estimate -> json.put("estimate", estimate.toSeconds()));
            return again(json, SOON_S);
        } else if (standing instanceof Standing.Turn turn) {
            return Reply.ok(phase("turn").put("position", turn.position()).put("until", turn.until()));
        } else if (standing instanceof Standing.Over over) {
            return Reply.ok(phase("over").put("position", over.position()));
        }
        // Somebody may still give a seat back.
        return again(phase("sold-out").put("position", ((Standing.NoChance) standing).position()), SELDOM_S);
    }

    private static JsonObject phase(String name) {
        return new JsonObject().put("phase", name);
    }

    /** Half as long again by chance: those who were told together do not come back together. */
    private static Reply again(JsonObject json, int seconds) {
        int pollAfter = seconds + ThreadLocalRandom.current().nextInt(seconds / 2 + 1);
        return Reply.ok(json.put("pollAfter", pollAfter)).withRetryAfter(pollAfter);
    }
}
