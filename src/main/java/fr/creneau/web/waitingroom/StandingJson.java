package fr.creneau.web.waitingroom;

import fr.creneau.domain.waitingroom.Standing;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Where a ticket stands, for scripts: {@code etat} and what goes with it. Described in {@code src/docs/http.md}. */
final class StandingJson {
    private StandingJson() {}

    static JsonObject of(Standing standing) {
        if (standing instanceof Standing.Enrolled enrolled) {
            return state("inscrit").put("tirage", enrolled.draw().toString()).put("tickets", enrolled.tickets());
        } else if (standing instanceof Standing.Waiting waiting) {
            JsonObject json = state("attente")
                    .put("position", waiting.position())
                    .put("devant", waiting.ahead())
                    .put("places", waiting.seats())
                    .put("desistement", waiting.onlyIfOthersLeave());
            waiting.estimate().ifPresent(estimate -> json.put("minutes", minutes(estimate)));
            return json;
        } else if (standing instanceof Standing.Turn turn) {
            return state("tour")
                    .put("position", turn.position())
                    .put("fin", turn.until().toString());
        } else if (standing instanceof Standing.Over over) {
            return state("passe").put("position", over.position());
        }
        return state("complet").put("position", ((Standing.NoChance) standing).position());
    }

    /** The room was switched off: the slots are for everybody. */
    static JsonObject open() {
        return state("ouvert");
    }

    /** Rounded up, and one at least: no promise is too short. */
    static long minutes(Duration estimate) {
        return Math.max(estimate.plusSeconds(59).toMinutes(), 1);
    }

    private static JsonObject state(String name) {
        return new JsonObject().put("etat", name);
    }
}
