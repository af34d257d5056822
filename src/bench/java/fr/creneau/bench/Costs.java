package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What one of each takes, in seconds of a processor.
 *
 * @param calendar of an instance
 * @param hold of an instance: a seat is held
 * @param full of an instance: there is none left
 * @param poll of an instance
 * @param redisHold of a Redis
 * @param redisFull of a Redis
 * @param instanceDesk of an instance, each second, for each desk: the snapshot
 * @param redisDesk of a Redis, each second, for each desk and instance: counting and sweeping
 */
record Costs(
        double calendar,
        double hold,
        double full,
        double poll,
        double redisHold,
        double redisFull,
        double instanceDesk,
        double redisDesk) {
    private static final int SEATS = 1_000;

    /** @param growth what {@link Growth} wrote: that of desks with {@value #SEATS} seats */
    static Costs of(JsonNode growth) {
        JsonNode one = row(growth, 1);
        JsonNode four = row(growth, 4);
        JsonNode tickets = growth.path("tickets").path(growth.path("tickets").size() - 1);
        return new Costs(
                micros(one, "calendar_instance_us"),
                micros(one, "hold_instance_us"),
                micros(one, "full_instance_us"),
                micros(tickets, "poll_instance_us"),
                micros(one, "hold_redis_us"),
                micros(one, "full_redis_us"),
                ofOneDesk(one, four, "idle_instance_us_a_second"),
                ofOneDesk(one, four, "idle_redis_us_a_second"));
    }

    String inMicros() {
        return String.format(
                Locale.ROOT,
                "calendar %.0f, hold %.0f, full %.0f, poll %.0f of an instance; hold %.1f, full %.1f of Redis; each desk a second %.0f and %.0f",
                calendar * 1e6,
                hold * 1e6,
                full * 1e6,
                poll * 1e6,
                redisHold * 1e6,
                redisFull * 1e6,
                instanceDesk * 1e6,
                redisDesk * 1e6);
    }

    private static double ofOneDesk(JsonNode one, JsonNode four, String figure) {
        return Math.max(0, (micros(four, figure) - micros(one, figure)) / 3);
    }

    private static double micros(JsonNode row, String figure) {
        if (!row.has(figure)) {
            throw new IllegalArgumentException("no " + figure + " in the summary");
        }
        return row.path(figure).asDouble() / 1e6;
    }

    private static JsonNode row(JsonNode growth, int desks) {
        for (JsonNode row : growth.path("seats")) {
            if (row.path("desks").asInt() == desks && row.path("seats_a_desk").asInt() == SEATS) {
                return row;
            }
        }
        throw new IllegalArgumentException("no row of " + desks + " desks with " + SEATS + " seats");
    }
}
