package fr.creneau.web;

import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.Session.Journey;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** {@link Session} as the cookie holds it: short keys, since browsers keep 4 kB. */
final class SessionJson {
    private static final int YEAR_MONTH_DAY = "2026-11-24".length();

    private SessionJson() {}

    static JsonObject write(Session session) {
        JsonObject json = new JsonObject().put("id", session.id().value());
        session.journey().ifPresent(journey -> json.put("j", write(journey)));
        return json;
    }

    /** Empty for the content of an older version of this site. */
    static Optional<Session> read(JsonObject json) {
        try {
            return Optional.of(new Session(
                    new SessionId(text(json, "id")),
                    Optional.ofNullable(json.getJsonObject("j")).map(SessionJson::journey)));
        } catch (RuntimeException otherVersion) {
            return Optional.empty();
        }
    }

    private static JsonObject write(Journey journey) {
        JsonObject json = new JsonObject()
                .put("d", journey.desk().value())
                .put("p", journey.answers().procedure().name())
                .put("x", journey.answers().permitExpiry().toString())
                .put("c", journey.answers().commune())
                .put("ok", journey.proven());
        journey.choice()
                .ifPresent(choice -> json.put("h", choice.hold())
                        .put("s", choice.slot().value())
                        .put("t", choice.start().getEpochSecond())
                        .put("u", choice.deadline().toEpochMilli()));
        journey.codeFor().ifPresent(hold -> json.put("k", hold));
        journey.sent().ifPresent(booking -> json.put("b", booking.value().toString()));
        return json;
    }

    private static Journey journey(JsonObject json) {
        return new Journey(
                new DeskId(text(json, "d")),
                new Answers(Procedure.valueOf(text(json, "p")), day(text(json, "x")), text(json, "c")),
                json.containsKey("h") ? Optional.of(choice(json)) : Optional.empty(),
                json.getBoolean("ok"),
                Optional.ofNullable(json.getString("k")),
                json.containsKey("b")
                        ? Optional.of(new BookingId(UUID.fromString(text(json, "b"))))
                        : Optional.empty());
    }

    private static Choice choice(JsonObject json) {
        return new Choice(
                text(json, "h"),
                new SlotId(text(json, "s")),
                Instant.ofEpochSecond(json.getLong("t")),
                Instant.ofEpochMilli(json.getLong("u")));
    }

    /** Read by its places: a parser of all forms of dates would take longer than the cipher. */
    private static LocalDate day(String iso) {
        return iso.length() == YEAR_MONTH_DAY
                ? LocalDate.of(
                        Integer.parseInt(iso, 0, 4, 10),
                        Integer.parseInt(iso, 5, 7, 10),
                        Integer.parseInt(iso, 8, 10, 10))
                : LocalDate.parse(iso);
    }

    private static String text(JsonObject json, String key) {
        String value = json.getString(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }
}
