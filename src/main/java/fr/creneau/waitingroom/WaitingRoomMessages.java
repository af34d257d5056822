package fr.creneau.waitingroom;

import fr.creneau.bus.Address;
import fr.creneau.bus.Topic;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** What the waiting room verticle answers. Outcomes are values; a failed reply means that PostgreSQL could not be asked in time. */
public final class WaitingRoomMessages {
    /** Gives a person the one ticket of a release. Asking again gives the same one. Once answered it is durable. */
    public static final Address<Enrol, EnrolOutcome> ENROL = new Address<>("waitingroom.enrol", Duration.ofSeconds(5));
    /** Takes up a turn: gives the pass with which a seat can be held. One session may; asking again gives the same turn. */
    public static final Address<Enter, EnterOutcome> ENTER = new Address<>("waitingroom.enter");
    /** Gives a turn up, for the next in line. */
    public static final Address<GiveUp, GiveUpOutcome> GIVE_UP = new Address<>("waitingroom.give-up");
    /** Whether a seat that was held in a turn is asked for by the person whose turn it was. */
    public static final Address<Owns, Ownership> OWNS = new Address<>("waitingroom.owns");
    /** The newest state of all waiting rooms, from memory. */
    public static final Address<Current, Rooms> CURRENT = new Address<>("waitingroom.current");
    /** A newer state; announced whenever anything changed. */
    public static final Topic<Rooms> CHANGED = new Topic<>("waitingroom.changed");

    private WaitingRoomMessages() {}

    /** @param clientPrefix the client's address prefix (/24 or /64): the limits count by it; it is only stored hashed */
    public record Enrol(ReleaseId release, SessionId session, String clientPrefix, AgdrefNumber person, Proof proof) {}

    /** What an enrolment takes, for {@link #subject}. One proof is good for one ticket. */
    public sealed interface Proof {
        /** @param payload the solved challenge as ALTCHA's protocol has it, as it came: anything at all */
        record Solution(String payload) implements Proof {}

        /** @param typed the mailed code, as it came: anything at all */
        record Code(String typed) implements Proof {}
    }

    /** What a proof of work for a ticket is bound to. The browser's scripts see it, so it does not tell the session. */
    public static String subject(ReleaseId release, SessionId session) {
        return "ticket-" + release + "-" + HexFormat.of().formatHex(Tokens.hash(session.value()));
    }

    public sealed interface EnrolOutcome {
        /** @param number the ticket's, from 1 */
        record Enrolled(int number) implements EnrolOutcome {}

        /** Not a solution, expired, or used for another ticket: a new challenge must be solved. */
        record ProofRefused() implements EnrolOutcome {}

        /** Not the code. */
        record WrongCode(int triesLeft) implements EnrolOutcome {}

        /** No code is valid any more, or it was used for another ticket: ask for a new one. */
        record NoCode() implements EnrolOutcome {}

        /** Too many enrolments of this session, network or person. */
        record Limited(Duration retryAfter) implements EnrolOutcome {}

        /** No such waiting room, or not yet. */
        record NotEnrolling() implements EnrolOutcome {}

        /** More people are at it than can be written at once: try again in a few seconds. */
        record Busy() implements EnrolOutcome {}
    }

    /** @param ticket its number: whoever asks must have seen that it is the session's own */
    public record Enter(ReleaseId release, int ticket, SessionId session) {}

    public sealed interface EnterOutcome {
        /** @param pass see {@link fr.creneau.hold.HoldMessages.Place} */
        record Entered(String pass, Instant until) implements EnterOutcome {}

        /** Not called yet, or the turn is over. */
        record NotNow() implements EnterOutcome {}

        /** Another session took up this turn. */
        record Elsewhere() implements EnterOutcome {}
    }

    public record GiveUp(ReleaseId release, int ticket, SessionId session) {}

    public enum GiveUpOutcome {
        GIVEN_UP,
        /** Another session's turn, over, or not come yet: nothing was changed. */
        NOT_YOURS
    }

    public record Owns(SlotId slot, SessionId session, AgdrefNumber person) {}

    public enum Ownership {
        /** Or the session took up no turn: then the seat was held without one. */
        OWN,
        OTHER_PERSON
    }

    public record Current() {}
}
