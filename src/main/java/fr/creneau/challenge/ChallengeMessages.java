package fr.creneau.challenge;

import fr.creneau.bus.Address;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.SessionId;
import java.time.Duration;

/** What the challenge verticle answers. Passing a check marks the session's hold as proven. */
public final class ChallengeMessages {
    /** A fresh proof-of-work challenge (ALTCHA), bound to the session's hold. */
    public static final Address<Issue, Issued> ISSUE = new Address<>("challenge.issue");
    /** Verifies a solved challenge, once. */
    public static final Address<Solve, CheckOutcome> SOLVE = new Address<>("challenge.solve");
    /** Sends a six-digit code to a mailbox, for those without JavaScript. */
    public static final Address<SendCode, SendCodeOutcome> SEND_CODE = new Address<>("challenge.send-code");
    /** Verifies the code: a few tries. */
    public static final Address<CheckCode, CheckOutcome> CHECK_CODE = new Address<>("challenge.check-code");

    /** A fresh proof-of-work challenge bound to anything else; what it is worth is for whoever asks for {@link #WEIGH}. */
    public static final Address<IssueFor, Issued> ISSUE_FOR = new Address<>("challenge.issue-for");
    /** Whether a challenge bound to that was solved. Keeps nothing: a solution is right as often as it is shown until it expires. */
    public static final Address<Weigh, WeighOutcome> WEIGH = new Address<>("challenge.weigh");
    /** Sends a code that is bound to anything else, instead of such a challenge. */
    public static final Address<SendCodeFor, SendCodeOutcome> SEND_CODE_FOR = new Address<>("challenge.send-code-for");
    /** Whether it is that code: a few tries. As with {@link #WEIGH}, a code is right as often as it is shown until it expires. */
    public static final Address<WeighCode, WeighCodeOutcome> WEIGH_CODE = new Address<>("challenge.weigh-code");

    private ChallengeMessages() {}

    /**
     * @param subject what it is bound to, known to the browser
     * @param load tickets of a waiting room given in the last minute: the more, the harder
     */
    public record IssueFor(String subject, int load) {}

    /** @param clientPrefix as in {@link SendCode} */
    public record SendCodeFor(DeskId desk, String subject, EmailAddress to, Language language, String clientPrefix) {}

    /** @param typed as it came: anything at all */
    public record WeighCode(DeskId desk, String subject, String typed) {}

    public sealed interface WeighCodeOutcome {
        /** @param signature of this code alone: who wants it to be used once, remembers it */
        record Right(String signature) implements WeighCodeOutcome {}

        record Wrong(int triesLeft) implements WeighCodeOutcome {}

        /** No code is valid any more: ask for a new one. */
        record NoCode() implements WeighCodeOutcome {}
    }

    /** @param payload the solution as ALTCHA's protocol has it, as it came: anything at all */
    public record Weigh(String subject, String payload) {}

    public sealed interface WeighOutcome {
        /** @param signature the same for whatever spelling of the payload: who wants it to be used once, remembers it */
        record Right(String signature) implements WeighOutcome {}

        /** Not a solution, for something else, or expired. */
        record Wrong() implements WeighOutcome {}
    }

    /** @param hold id of the session's hold */
    public record Issue(DeskId desk, String hold) {}

    /** @param json the challenge as ALTCHA's protocol has it */
    public record Issued(String json) {}

    /** @param payload the solution as ALTCHA's protocol has it (Base64 of JSON), as it came: anything at all */
    public record Solve(DeskId desk, SessionId session, String payload) {}

    public sealed interface CheckOutcome {
        record Passed(Hold hold) implements CheckOutcome {}

        /** Not a solution, not for this hold, expired, or used before: a new one must be solved. */
        record Refused() implements CheckOutcome {}

        /** Not the code. */
        record WrongCode(int triesLeft) implements CheckOutcome {}

        /** No code is valid any more: ask for a new one. */
        record NoCode() implements CheckOutcome {}

        /** The seat was given back meanwhile: choose again. */
        record HoldGone() implements CheckOutcome {}
    }

    /** @param clientPrefix the client's address prefix (/24 or /64): the limits count by it; it is only stored hashed */
    public record SendCode(DeskId desk, SessionId session, EmailAddress to, Language language, String clientPrefix) {}

    public sealed interface SendCodeOutcome {
        record Sent() implements SendCodeOutcome {}

        /** Too many codes for this hold, to this mailbox or for this network; one that was sent before is still good. */
        record Limited(Duration retryAfter) implements SendCodeOutcome {}

        /** The seat was given back meanwhile: choose again. */
        record HoldGone() implements SendCodeOutcome {}
    }

    /** @param typed as it came: anything at all */
    public record CheckCode(DeskId desk, SessionId session, String typed) {}
}
