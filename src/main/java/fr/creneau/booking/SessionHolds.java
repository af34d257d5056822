package fr.creneau.booking;

import fr.creneau.bus.Bus;
import fr.creneau.bus.Done;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.Seal;
import fr.creneau.hold.SessionId;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What the booking asks of the holds. A desk under rebuild is a fault here: the applicant sends the form again in a moment. */
final class SessionHolds {
    private static final Duration PLACE_WITHIN = Duration.ofMillis(1_500);

    private final Bus bus;
    private final Clock clock;

    SessionHolds(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    Future<HoldOutcome> seal(DeskId desk, SessionId session) {
        return known(bus.request(HoldMessages.SEAL, new Seal(desk, session)));
    }

    /** A sealed seat of the slot under the id of a proven hold that was lost; empty if there is none, or the session holds another. */
    Future<Optional<Hold>> takeAgain(DeskId desk, SessionId session, SlotId slot, String lost) {
        Place place =
                new Place(desk, slot, session, clock.instant().plus(PLACE_WITHIN), Optional.empty(), Optional.of(lost));
        return bus.request(HoldMessages.PLACE, place).compose(outcome -> {
            if (outcome instanceof PlaceOutcome.Held) {
                return seal(desk, session)
                        .map(SessionHolds::live)
                        .map(found -> found.filter(hold -> hold.id().equals(lost)
                                && hold.proven()
                                && hold.seat().slot().equals(slot)));
            }
            boolean none = outcome instanceof PlaceOutcome.Full
                    || outcome instanceof PlaceOutcome.NotOpen
                    || outcome instanceof PlaceOutcome.NotOffered;
            return none ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(new HoldsUnavailable());
        });
    }

    /** Gives back that hold; a later one of the session is left alone. */
    Future<Done> release(SessionId session, Hold hold) {
        return bus.request(HoldMessages.RELEASE, new Release(hold.desk(), session, hold.fence()));
    }

    private static Optional<Hold> live(HoldOutcome outcome) {
        return outcome instanceof HoldOutcome.Live live ? Optional.of(live.hold()) : Optional.empty();
    }

    private static Future<HoldOutcome> known(Future<HoldOutcome> asked) {
        return asked.compose(outcome -> outcome instanceof HoldOutcome.Rebuilding
                ? Future.failedFuture(new HoldsUnavailable())
                : Future.succeededFuture(outcome));
    }

    /** Redis is being filled, or answered too late. */
    static final class HoldsUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        HoldsUnavailable() {
            // Without a stack trace: in an outage there is one for each request.
            super("holds are being rebuilt, or were too slow", null, false, false);
        }
    }
}
