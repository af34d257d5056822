package fr.creneau.web.api;

import fr.creneau.domain.slot.Desk;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Desks and what they have on sale, from this instance's snapshot: about a second old. */
final class DeskResource {
    private DeskResource() {}

    static Future<Reply> list(Call call) {
        return call.site().snapshot().map(snapshot -> {
            JsonArray desks = new JsonArray();
            snapshot.desks().values().forEach(schedule -> desks.add(json(schedule)));
            return Reply.tagged(new JsonObject().put("desks", desks));
        });
    }

    static Future<Reply> read(Call call) {
        return call.desk().map(schedule -> Reply.tagged(json(schedule)));
    }

    static Future<Reply> slots(Call call) {
        Optional<LocalDate> from = date(call, "from");
        Optional<LocalDate> to = date(call, "to");
        boolean onlyFree = "true".equals(call.context().request().getParam("free"));
        return call.desk().map(schedule -> {
            JsonArray slots = new JsonArray();
            for (Offer offer : schedule.slots()) {
                LocalDate day = offer.slot().date(schedule.desk().zone());
                boolean wanted = from.map(first -> !day.isBefore(first)).orElse(true)
                        && to.map(last -> !day.isAfter(last)).orElse(true)
                        && (!onlyFree || offer.free() > 0);
                if (wanted) {
                    slots.add(json(offer));
                }
            }
            return Reply.tagged(new JsonObject().put("slots", slots));
        });
    }

    private static JsonObject json(DeskSchedule schedule) {
        Desk desk = schedule.desk();
        JsonArray communes = new JsonArray();
        desk.rules()
                .communes()
                .forEach(commune -> communes.add(new JsonObject()
                        .put("code", commune.code())
                        .put("name", commune.name())
                        .put("served", commune.served())));
        JsonArray releases = new JsonArray();
        schedule.releases()
                .forEach(release -> releases.add(new JsonObject()
                        .put("id", release.id().value())
                        .put("enrolsFrom", release.enrolsFrom())
                        .put("opens", release.opens())
                        .put("waitingRoom", release.waitingRoom())));
        return new JsonObject()
                .put("id", desk.id().value())
                .put("zone", desk.zone().getId())
                .put("prefecture", desk.contact().prefecture())
                .put("office", desk.contact().office())
                .put("address", new JsonArray(desk.contact().address()))
                .put("phone", desk.contact().phone())
                .put("communes", communes)
                .put("releases", releases);
    }

    private static JsonObject json(Offer offer) {
        JsonObject json = new JsonObject()
                .put("id", offer.slot().id().value())
                .put("start", offer.slot().start())
                .put("minutes", offer.slot().length().toMinutes())
                .put("capacity", offer.slot().capacity())
                .put("free", offer.free());
        offer.opens().ifPresent(opens -> json.put("opens", opens));
        offer.release()
                .ifPresent(
                        release -> json.put("release", release.id().value()).put("waitingRoom", release.waitingRoom()));
        return json;
    }

    private static Optional<LocalDate> date(Call call, String name) {
        try {
            return Optional.ofNullable(call.context().request().getParam(name)).map(LocalDate::parse);
        } catch (DateTimeParseException malformed) {
            throw new ApiProblem(ProblemType.MALFORMED);
        }
    }
}
