package fr.creneau.mail;

import fr.creneau.bus.Bus;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.ScheduleMessages;
import fr.creneau.schedule.Snapshot;
import io.vertx.core.Future;
import java.util.Optional;

/** The desks whose mails are sent, as the schedule last told them. Used on one event loop. */
final class Desks {
    private final Bus bus;
    private Snapshot newest = Snapshot.EMPTY;

    Desks(Bus bus) {
        this.bus = bus;
    }

    void learn(Snapshot snapshot) {
        newest = snapshot;
    }

    /** Empty if nobody knows it, or the schedule does not answer. Never fails. */
    Future<Optional<Desk>> find(DeskId id) {
        Optional<Desk> known = known(id);
        if (known.isPresent()) {
            return Future.succeededFuture(known);
        }
        return bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current())
                .map(snapshot -> {
                    learn(snapshot);
                    return known(id);
                })
                .otherwise(Optional.empty());
    }

    private Optional<Desk> known(DeskId id) {
        return newest.desk(id).map(Snapshot.DeskSchedule::desk);
    }
}
