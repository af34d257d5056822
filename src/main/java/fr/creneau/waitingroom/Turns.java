package fr.creneau.waitingroom;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.PassUsed;
import fr.creneau.hold.HoldMessages.Spend;
import fr.creneau.hold.Pass;
import fr.creneau.hold.Passes;
import fr.creneau.hold.SessionId;
import fr.creneau.waitingroom.TurnStore.Entry;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUp;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUpOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.Ownership;
import fr.creneau.waitingroom.WaitingRoomMessages.Owns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns as they are taken up, used and given up. */
final class Turns {
    private final Bus bus;
    private final TurnStore store;
    private final Passes passes;
    private final Keyring personKeys;
    private final Supplier<Rooms> rooms;

    /** @param rooms the newest state: the draw is in it */
    Turns(Bus bus, TurnStore store, Config.Security security, Supplier<Rooms> rooms) {
        this.bus = bus;
        this.store = store;
        this.passes = new Passes(security);
        this.personKeys = Enrolment.personKeys(security);
        this.rooms = rooms;
    }

    Future<EnterOutcome> enter(Enter request) {
        Optional<Integer> position = drawn(request.release()).map(room -> room.position(request.ticket()));
        return position.map(mine -> store.enter(request.release(), mine, request.ticket(), hash(request.session()))
                        .map(entry -> outcome(request, mine, entry)))
                .orElseGet(() -> Future.succeededFuture(new EnterOutcome.NotNow()));
    }

    private EnterOutcome outcome(Enter request, int position, Entry entry) {
        if (entry.until().isPresent()) {
            Instant until = entry.until().get();
            // The turn is PostgreSQL's, and what its pass can still hold is judged by the clock of Redis, which
            // instances go by.
            Instant byRedis = until.minus(rooms.get().ahead());
            return new EnterOutcome.Entered(
                    passes.sign(new Pass(request.release(), position, request.session(), byRedis)), until);
        }
        return entry.elsewhere() ? new EnterOutcome.Elsewhere() : new EnterOutcome.NotNow();
    }

    /** Taken up first if it was not, so that it is this session's to give. */
    Future<GiveUpOutcome> giveUp(GiveUp request) {
        return drawn(request.release())
                .map(room -> giveUp(request, room))
                .orElseGet(() -> Future.succeededFuture(GiveUpOutcome.NOT_YOURS));
    }

    /** The pass is spent before the seat is anybody else's: a copy of it that somebody kept must not hold that seat too. */
    private Future<GiveUpOutcome> giveUp(GiveUp request, Room room) {
        int position = room.position(request.ticket());
        Buffer session = hash(request.session());
        Spend pass = new Spend(room.release().desk(), request.release(), position);
        return store.enter(request.release(), position, request.ticket(), session)
                .compose(entry -> entry.until().isEmpty()
                        ? Future.succeededFuture(GiveUpOutcome.NOT_YOURS)
                        : bus.request(HoldMessages.SPEND, pass)
                                .compose(spent -> store.end(request.release(), position, session))
                                .map(GiveUpOutcome.GIVEN_UP));
    }

    Future<Ownership> owns(Owns request) {
        Buffer person = Buffer.buffer(personKeys.mac(request.person().digits()));
        return store.isOwn(request.slot(), hash(request.session()), person)
                .map(own -> own ? Ownership.OWN : Ownership.OTHER_PERSON);
    }

    /** Should this fail, the seat is kept until the pass ends: nobody is let in too early. */
    Future<Void> used(PassUsed pass) {
        return store.end(pass.release(), pass.position(), hash(pass.session()));
    }

    private Optional<Room> drawn(ReleaseId release) {
        return rooms.get().room(release).filter(room -> room.result().isPresent());
    }

    private static Buffer hash(SessionId session) {
        return Buffer.buffer(Tokens.hash(session.value()));
    }
}
