package fr.creneau.booking;

import fr.creneau.bus.Address;
import fr.creneau.bus.Done;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the booking verticle answers. Outcomes are values; a failed reply means that PostgreSQL could not be asked in time. */
public final class BookingMessages {
    /** Turns a held seat into a request that waits for its mail to be confirmed. Asking twice gives the same request. */
    public static final Address<Open, OpenOutcome> OPEN = new Address<>("booking.open");
    /** The answer to a submission that was made before, for a session that has lost it. Changes nothing. */
    public static final Address<Repeat, OpenOutcome> REPEAT = new Address<>("booking.repeat");
    /** How a submitted request stands, for the session that submitted it. */
    public static final Address<Submitted, SubmittedOutcome> SUBMITTED = new Address<>("booking.submitted");
    /**
     * Sends the first mail once more; silently does nothing past the limit, or for a request that is none. Asked again within seconds it
     * is the same wish.
     */
    public static final Address<Resend, ResendOutcome> RESEND = new Address<>("booking.resend");
    /** Mends a mistyped address, once, and sends the first mail there. Asking twice for the same address is asking once. */
    public static final Address<Correct, CorrectOutcome> CORRECT = new Address<>("booking.correct");
    /** What a link in a mail is about. Changes nothing. */
    public static final Address<Read, ReadOutcome> READ = new Address<>("booking.read");
    /** The applicant confirms from the mailbox. */
    public static final Address<Confirm, ConfirmOutcome> CONFIRM = new Address<>("booking.confirm");
    /** The applicant gives the appointment, or the request, back. */
    public static final Address<Cancel, CancelOutcome> CANCEL = new Address<>("booking.cancel");
    /** The relay accepted the first mail of a request: its fifteen minutes start. Sent by the mail verticle. */
    public static final Address<MailAccepted, Done> MAIL_ACCEPTED = new Address<>("booking.mail-accepted");

    private BookingMessages() {}

    /**
     * @param hold the hold's id as the session last knew it: the idempotency key of the submission
     * @param proven whether the session's sealed cookie vouches that the security check was passed for this very hold. It counts only
     *     when Redis has lost the hold: the seat is then taken again without another check. One proof makes one request, since a
     *     hold's id, kept through swaps, is the key of at most one.
     * @param until when the hold was to end, as the session last knew: a seat that was held in a turn is not taken again after it
     * @param slot the slot shown on the review page: the request is for this one and no other
     */
    public record Open(
            DeskId desk,
            SessionId session,
            String hold,
            boolean proven,
            Instant until,
            SlotId slot,
            Applicant applicant,
            Answers answers,
            Language language) {}

    public sealed interface OpenOutcome {
        /**
         * A mail is on its way. The answer is the same when the person already has a request: the mail, to the address on
         * file, says so, and {@link Submitted}, {@link Resend} and {@link Correct} answer as for any other request.
         *
         * @param confirmBy until when it must be confirmed, at the latest known now
         */
        record Opened(BookingId booking, Instant confirmBy) implements OpenOutcome {}

        /** This session has an active request for this person at this desk: that one stands, the hold is given back. */
        record AlreadyYours(BookingId booking) implements OpenOutcome {}

        /** This hold, or session, made a request before, with other details: that one stands. */
        record OtherContent(BookingId booking) implements OpenOutcome {}

        /** The hold was lost and no seat of the slot is free: choose again. */
        record SeatLost() implements OpenOutcome {}

        /** The rules do not allow that day for these answers (they are judged again here). */
        record NotEligible() implements OpenOutcome {}

        /** The security check was not passed, or for an older hold. */
        record NotProven() implements OpenOutcome {}

        /**
         * Too many submissions named this mailbox or this person lately. The hold is kept as long as it lives.
         *
         * @param retryAfter when the same submission would be accepted if no other came meanwhile
         */
        record Limited(Duration retryAfter) implements OpenOutcome {}

        /** The seat was held in the turn of somebody else: the number is not the one that was enrolled for the release. */
        record OtherPerson() implements OpenOutcome {}
    }

    /** The words of the submission: the answer says whether the earlier one said the same. */
    public record Repeat(SessionId session, Applicant applicant, Language language) {}

    public record Submitted(BookingId booking, SessionId session) {}

    public sealed interface SubmittedOutcome {
        /**
         * @param start of the appointment, if it is known
         * @param confirmBy until when it can be confirmed in any case; the mail may grant more, if it left late
         */
        record Waiting(
                Optional<Instant> start, EmailAddress to, Instant confirmBy, int resendsLeft, boolean correctable)
                implements SubmittedOutcome {}

        record Confirmed(Instant start) implements SubmittedOutcome {}

        /** Given back by the applicant, or cancelled. */
        record Ended() implements SubmittedOutcome {}

        /** The time that was shown has passed; a mail that left late may still grant some. */
        record Lapsed() implements SubmittedOutcome {}

        /** No request of this session. */
        record Unknown() implements SubmittedOutcome {}
    }

    public record Resend(BookingId booking, SessionId session) {}

    public enum ResendOutcome {
        SENT,
        LIMIT_REACHED,
        ENDED
    }

    public record Correct(BookingId booking, SessionId session, EmailAddress address) {}

    public enum CorrectOutcome {
        CORRECTED,
        ALREADY_CORRECTED,
        ENDED
    }

    /** What a link allows. */
    public enum Purpose {
        CONFIRM,
        MANAGE
    }

    /** @param token from the link, as it came: anything at all */
    public record Read(String token, Purpose purpose) {}

    public sealed interface ReadOutcome {
        /** @param confirmBy until when a PENDING one must be confirmed */
        record Found(Appointment appointment, Instant confirmBy) implements ReadOutcome {}

        record Unknown() implements ReadOutcome {}
    }

    public record Confirm(String token) {}

    public sealed interface ConfirmOutcome {
        record Confirmed(Appointment appointment) implements ConfirmOutcome {}

        record AlreadyConfirmed(Appointment appointment) implements ConfirmOutcome {}

        record Expired() implements ConfirmOutcome {}

        /** No such link, or the request was given back. */
        record Unknown() implements ConfirmOutcome {}
    }

    /** @param token a CONFIRM or a MANAGE token: both may give back what they are about */
    public record Cancel(String token) {}

    public enum CancelOutcome {
        CANCELLED,
        ALREADY_CANCELLED,
        /** The appointment is over. */
        TOO_LATE,
        UNKNOWN
    }

    /** @param acceptedAt by the clock of the instance that sent it */
    public record MailAccepted(BookingId booking, Instant acceptedAt) {}
}
