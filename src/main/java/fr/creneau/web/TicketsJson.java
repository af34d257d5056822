package fr.creneau.web;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.Tickets.Turn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** {@link Tickets} as the cookie holds them. */
final class TicketsJson {
    private TicketsJson() {}

    static JsonObject write(Tickets tickets) {
        JsonArray all = new JsonArray();
        tickets.all().forEach(ticket -> all.add(write(ticket)));
        return new JsonObject().put("t", all);
    }

    /** None for the content of an older version of this site. */
    static Tickets read(JsonObject json) {
        try {
            return new Tickets(json.getJsonArray("t").stream()
                    .map(JsonObject.class::cast)
                    .map(TicketsJson::ticket)
                    .toList());
        } catch (RuntimeException otherVersion) {
            return Tickets.NONE;
        }
    }

    private static JsonObject write(Ticket ticket) {
        JsonObject json = new JsonObject()
                .put("r", ticket.release().value())
                .put("n", ticket.number())
                .put("p", ticket.answers().procedure().name())
                .put("x", ticket.answers().permitExpiry().toString())
                .put("c", ticket.answers().commune())
                .put("a", ticket.agdref());
        ticket.turn().ifPresent(turn -> {
            json.put("u", turn.until().toEpochMilli());
            turn.pass().ifPresent(pass -> json.put("k", pass));
        });
        return json;
    }

    private static Ticket ticket(JsonObject json) {
        return new Ticket(
                new ReleaseId(json.getString("r")),
                json.getInteger("n"),
                new Answers(
                        Procedure.valueOf(json.getString("p")),
                        LocalDate.parse(json.getString("x")),
                        json.getString("c")),
                Optional.ofNullable(json.getLong("u"))
                        .map(until -> new Turn(Optional.ofNullable(json.getString("k")), Instant.ofEpochMilli(until))),
                json.getString("a", ""));
    }
}
