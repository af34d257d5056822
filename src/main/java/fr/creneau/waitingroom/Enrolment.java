package fr.creneau.waitingroom;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.Weigh;
import fr.creneau.challenge.ChallengeMessages.WeighOutcome;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Tokens;
import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** One ticket a person, one proof of work a ticket. Redis has no part in it. */
final class Enrolment {
    private final Bus bus;
    private final TicketWriter writer;
    private final Keyring personKeys;

    Enrolment(Bus bus, TicketWriter writer, Config.Security security) {
        this.bus = bus;
        this.writer = writer;
        this.personKeys = personKeys(security);
    }

    /** The same as a request's: whether somebody who enrolled asks for themselves can be seen. */
    static Keyring personKeys(Config.Security security) {
        return Keyring.derive(List.of(security.personKey()), "person");
    }

    Future<EnrolOutcome> enrol(Enrol request) {
        String subject = WaitingRoomMessages.subject(request.release(), request.session());
        return bus.request(ChallengeMessages.WEIGH, new Weigh(subject, request.proof()))
                .compose(weighed -> weighed instanceof WeighOutcome.Right right
                        ? writer.enrol(request.release(), wish(request, right.signature()))
                        : Future.succeededFuture(new EnrolOutcome.ProofRefused()));
    }

    private Wish wish(Enrol request, String signature) {
        return new Wish(
                Buffer.buffer(personKeys.mac(request.person().digits())), Buffer.buffer(Tokens.hash(signature)));
    }
}
