package fr.creneau.web.api;

import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Desks and what they have on sale, from this instance's snapshot: about a second old. Used on one event loop. */
final class DeskResource {
    private final SharedReplies replies = new SharedReplies();

    /** Every address of this resource, with what is told apart in it. */
    private sealed interface Question {
        record AllDesks() implements Question {}

        record OneDesk(DeskId desk) implements Question {}

        /** @param days in the desk's zone */
        record Slots(DeskId desk, Days days, boolean onlyFree) implements Question {}
    }

    /** From the first to the last that has slots and was asked for. */
    private record Days(LocalDate first, LocalDate last) {
        private static final Days NONE = new Days(LocalDate.MAX, LocalDate.MIN);

        /** What is asked for beyond the days that have slots changes nothing: many ways to ask are one question. */
        static Days of(DeskSchedule schedule, Optional<LocalDate> from, Optional<LocalDate> to) {
            List<LocalDate> asked = schedule.days().stream()
                    .filter(day -> from.map(first -> !day.isBefore(first)).orElse(true)
                            && to.map(last -> !day.isAfter(last)).orElse(true))
                    .toList();
            return asked.isEmpty() ? NONE : new Days(asked.get(0), asked.get(asked.size() - 1));
        }

        boolean contains(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    Future<Reply> list(Call call) {
        return call.site()
                .snapshot()
                .map(snapshot -> replies.reply(snapshot, new Question.AllDesks(), () -> {
                    JsonArray desks = new JsonArray();
                    snapshot.desks().values().forEach(schedule -> desks.add(json(schedule)));
                    return Reply.tagged(new JsonObject().put("desks", desks));
                }));
    }

    Future<Reply> read(Call call) {
        return call.site().snapshot().map(snapshot -> {
            DeskSchedule schedule = call.desk(snapshot);
            return replies.reply(
                    snapshot, new Question.OneDesk(schedule.desk().id()), () -> Reply.tagged(json(schedule)));
        });
    }

    Future<Reply> slots(Call call) {
        Optional<LocalDate> from = date(call, "from");
        Optional<LocalDate> to = date(call, "to");
        boolean onlyFree = flag(call, "free");
        return call.site().snapshot().map(snapshot -> {
            DeskSchedule schedule = call.desk(snapshot);
            Days days = Days.of(schedule, from, to);
            return replies.reply(
                    snapshot,
                    new Question.Slots(schedule.desk().id(), days, onlyFree),
                    () -> slots(schedule, days, onlyFree));
        });
    }

    private static Reply slots(DeskSchedule schedule, Days days, boolean onlyFree) {
        JsonArray slots = new JsonArray();
        for (Offer offer : schedule.slots()) {
            if (days.contains(offer.slot().date(schedule.desk().zone())) && (!onlyFree || offer.free() > 0)) {
                slots.add(json(offer));
            }
        }
        return Reply.tagged(new JsonObject().put("slots", slots));
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

    private static boolean flag(Call call, String name) {
        return switch (Optional.ofNullable(call.context().request().getParam(name))
                .orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ApiProblem(ProblemType.MALFORMED);
        };
    }

    private static Optional<LocalDate> date(Call call, String name) {
        try {
            return Optional.ofNullable(call.context().request().getParam(name)).map(LocalDate::parse);
        } catch (DateTimeParseException malformed) {
            throw new ApiProblem(ProblemType.MALFORMED);
        }
    }
}
