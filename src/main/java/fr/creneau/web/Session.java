package fr.creneau.web;

import fr.creneau.crypto.Tokens;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a browser between two requests; the browser keeps it, sealed. Immutable. It is a copy: whether a hold still lives is
 * asked of Redis at each step.
 */
public record Session(SessionId id, Optional<Journey> journey) {

    /** A visit that begins. */
    public static Session begin() {
        return new Session(new SessionId(Tokens.random()), Optional.empty());
    }

    public Session with(Journey changed) {
        return new Session(id, Optional.of(changed));
    }

    /**
     * The way through one desk's wizard.
     *
     * @param choice the seat last chosen
     * @param proven whether the security check was passed for it
     * @param codeFor the hold for which a security code was mailed, as long as it may be typed
     * @param sent the request that was submitted
     */
    public record Journey(
            DeskId desk,
            Answers answers,
            Optional<Choice> choice,
            boolean proven,
            Optional<String> codeFor,
            Optional<BookingId> sent) {

        public static Journey begin(DeskId desk, Answers answers) {
            return new Journey(desk, answers, Optional.empty(), false, Optional.empty(), Optional.empty());
        }

        public Journey answers(Answers other) {
            return new Journey(desk, other, choice, proven, codeFor, sent);
        }

        public Journey chose(Choice other) {
            boolean same = choice.map(Choice::hold).equals(Optional.of(other.hold()));
            return new Journey(desk, answers, Optional.of(other), proven && same, codeFor, sent);
        }

        public Journey passed() {
            return new Journey(desk, answers, choice, true, Optional.empty(), sent);
        }

        /** @param hold for which a code was mailed; empty once no code is valid */
        public Journey codeFor(Optional<String> hold) {
            return new Journey(desk, answers, choice, proven, hold, sent);
        }

        public Journey submitted(BookingId request) {
            return new Journey(desk, answers, choice, proven, codeFor, Optional.of(request));
        }
    }

    /** @param deadline until when the seat is kept as things were last: longer once the security check is passed */
    public record Choice(String hold, SlotId slot, Instant start, Instant deadline) {}
}
