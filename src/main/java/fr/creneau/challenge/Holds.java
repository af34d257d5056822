package fr.creneau.challenge;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import io.vertx.core.Future;
import java.util.Optional;

/** What the security check needs of holds. Fails while the desk is being rebuilt: that is a matter of seconds, and retrying is safe. */
final class Holds {
    private final Bus bus;

    Holds(Bus bus) {
        this.bus = bus;
    }

    Future<Optional<Hold>> find(DeskId desk, SessionId session) {
        return bus.request(HoldMessages.FIND, new HoldMessages.Find(desk, session))
                .compose(Holds::live);
    }

    /** Marks the session's hold as proven; telling it twice is no fault. */
    Future<CheckOutcome> prove(DeskId desk, SessionId session) {
        return bus.request(HoldMessages.PROVE, new HoldMessages.Prove(desk, session))
                .compose(Holds::live)
                .map(hold -> hold.<CheckOutcome>map(CheckOutcome.Passed::new).orElseGet(CheckOutcome.HoldGone::new));
    }

    /** Keeps the session's hold while a code is on its way; empty if there is none any more. */
    Future<Optional<Hold>> prolong(DeskId desk, SessionId session) {
        return bus.request(HoldMessages.PROLONG, new HoldMessages.Prolong(desk, session))
                .compose(Holds::live);
    }

    /** What to answer when the same thing was used before: the first of two clicks may have passed the hold meanwhile. */
    Future<CheckOutcome> passedMeanwhile(DeskId desk, SessionId session, CheckOutcome otherwise) {
        return find(desk, session)
                .map(hold -> hold.filter(Hold::proven)
                        .<CheckOutcome>map(CheckOutcome.Passed::new)
                        .orElse(otherwise));
    }

    private static Future<Optional<Hold>> live(HoldOutcome outcome) {
        if (outcome instanceof HoldOutcome.Live live) {
            return Future.succeededFuture(Optional.of(live.hold()));
        } else if (outcome instanceof HoldOutcome.Gone) {
            return Future.succeededFuture(Optional.empty());
        }
        return Future.failedFuture(new IllegalStateException("the desk is being rebuilt"));
    }
}
