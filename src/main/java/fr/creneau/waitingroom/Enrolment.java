package fr.creneau.waitingroom;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.Weigh;
import fr.creneau.challenge.ChallengeMessages.WeighCode;
import fr.creneau.challenge.ChallengeMessages.WeighCodeOutcome;
import fr.creneau.challenge.ChallengeMessages.WeighOutcome;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.limit.LimitMessages;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome;
import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.Proof;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One ticket a person, one proof a ticket. Limits are counted in Redis, and granted without it; nothing else of enrolling needs it, but
 * the mailed code.
 */
final class Enrolment {
    private final Bus bus;
    private final TicketWriter writer;
    private final Keyring personKeys;
    private final Supplier<Rooms> rooms;

    /** @param rooms the newest state: whose rooms they are is in it */
    Enrolment(Bus bus, TicketWriter writer, Config.Security security, Supplier<Rooms> rooms) {
        this.bus = bus;
        this.writer = writer;
        this.personKeys = personKeys(security);
        this.rooms = rooms;
    }

    /** The same as a request's: whether somebody who enrolled asks for themselves can be seen. */
    static Keyring personKeys(Config.Security security) {
        return Keyring.derive(List.of(security.personKey()), "person");
    }

    Future<EnrolOutcome> enrol(Enrol request) {
        Optional<DeskId> desk =
                rooms.get().room(request.release()).map(Room::release).map(release -> release.desk());
        if (desk.isEmpty()) {
            return Future.succeededFuture(new EnrolOutcome.NotEnrolling());
        }
        // Before anything is asked for: a crowd that cannot be written costs nobody anything.
        if (writer.isFull()) {
            return Future.succeededFuture(new EnrolOutcome.Busy());
        }
        return weigh(desk.get(), request);
    }

    /** Who sends the same once more, since it could not be written or the answer was lost, is charged once. */
    private static Take budgets(DeskId desk, Enrol request) {
        String act = String.join(
                " ",
                request.release().value(),
                request.session().value(),
                request.person().digits());
        return new Take(
                desk,
                List.of(
                        new Budget(Kind.ENROL_SESSION, request.session().value()),
                        new Budget(Kind.ENROL_PREFIX, request.clientPrefix()),
                        new Budget(Kind.ENROL_PERSON, request.person().digits())),
                Optional.of(act));
    }

    private Future<EnrolOutcome> weigh(DeskId desk, Enrol request) {
        String subject = WaitingRoomMessages.subject(request.release(), request.session());
        if (request.proof() instanceof Proof.Code code) {
            return bus.request(ChallengeMessages.WEIGH_CODE, new WeighCode(desk, subject, code.typed()))
                    .compose(weighed -> weighed(desk, request, weighed));
        }
        String payload = ((Proof.Solution) request.proof()).payload();
        return bus.request(ChallengeMessages.WEIGH, new Weigh(subject, payload))
                .compose(weighed -> weighed instanceof WeighOutcome.Right right
                        ? proven(desk, request, right.signature())
                        : Future.succeededFuture(new EnrolOutcome.ProofRefused()));
    }

    private Future<EnrolOutcome> weighed(DeskId desk, Enrol request, WeighCodeOutcome weighed) {
        if (weighed instanceof WeighCodeOutcome.Right right) {
            return proven(desk, request, right.signature())
                    .map(outcome -> outcome instanceof EnrolOutcome.ProofRefused ? new EnrolOutcome.NoCode() : outcome);
        }
        return Future.succeededFuture(
                weighed instanceof WeighCodeOutcome.Wrong wrong
                        ? new EnrolOutcome.WrongCode(wrong.triesLeft())
                        : new EnrolOutcome.NoCode());
    }

    /** Counted where the proof is right: a mistyped code costs a try of its own only, and weighing costs next to nothing. */
    private Future<EnrolOutcome> proven(DeskId desk, Enrol request, String signature) {
        return bus.request(LimitMessages.TAKE, budgets(desk, request))
                .compose(outcome -> outcome instanceof TakeOutcome.Limited limited
                        ? Future.succeededFuture(new EnrolOutcome.Limited(limited.retryAfter()))
                        : write(request, signature));
    }

    private Future<EnrolOutcome> write(Enrol request, String signature) {
        Wish wish = new Wish(
                Buffer.buffer(personKeys.mac(request.person().digits())), Buffer.buffer(Tokens.hash(signature)));
        return writer.enrol(request.release(), wish);
    }
}
