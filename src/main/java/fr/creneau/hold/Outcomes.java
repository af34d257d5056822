package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;

/** What the scripts answer, as outcomes. */
final class Outcomes {
    private Outcomes() {}

    static String code(Response reply) {
        return reply.get(0).toString();
    }

    static PlaceOutcome placed(DeskId desk, Response reply) {
        return switch (code(reply)) {
            case "HELD" -> new PlaceOutcome.Held(hold(desk, reply), false);
            case "REPEATED" -> new PlaceOutcome.Held(hold(desk, reply), true);
            case "LIMITED" ->
                new PlaceOutcome.Limited(Duration.ofMillis(reply.get(1).toLong()));
            case "FULL" -> new PlaceOutcome.Full();
            case "NOT_OPEN" ->
                new PlaceOutcome.NotOpen(Instant.ofEpochMilli(reply.get(1).toLong()));
            case "NOT_OFFERED" -> new PlaceOutcome.NotOffered();
            case "LATE" -> new PlaceOutcome.Late();
            case "REBUILDING", "UNKNOWN" -> new PlaceOutcome.Rebuilding();
            default -> throw unexpected(reply);
        };
    }

    static HoldOutcome held(DeskId desk, Response reply) {
        return switch (code(reply)) {
            case "LIVE" -> new HoldOutcome.Live(hold(desk, reply));
            case "GONE" -> new HoldOutcome.Gone();
            case "REBUILDING", "UNKNOWN" -> new HoldOutcome.Rebuilding();
            default -> throw unexpected(reply);
        };
    }

    private static Hold hold(DeskId desk, Response reply) {
        return new Hold(
                reply.get(1).toString(),
                desk,
                new Seat(new SlotId(reply.get(2).toString()), reply.get(3).toInteger()),
                Instant.ofEpochMilli(reply.get(5).toLong()),
                Instant.ofEpochMilli(reply.get(6).toLong()),
                reply.get(7).toInteger() == 1,
                reply.get(4).toLong());
    }

    static IllegalStateException unexpected(Response reply) {
        return new IllegalStateException("a script answered " + code(reply));
    }
}
