package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.Eligibility.Granted;
import fr.creneau.booking.PgBookingStore.OnSale;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.slot.Seat;
import fr.creneau.hold.SessionId;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/** Makes the row of a submission: ids are drawn, the session and the person are hashed. */
final class Drafts {
    private final SecureRandom random = new SecureRandom();
    private final Keyring personKeys;
    private final Keyring submissionKeys;

    Drafts(Config.Security security) {
        personKeys = Keyring.derive(List.of(security.personKey()), "person");
        submissionKeys = Keyring.derive(List.of(security.personKey()), "submission");
    }

    /** On the slot's first seat, until the hold says which. */
    NewBooking draft(Open request, OnSale slot, Granted granted) {
        Appointment appointment = new Appointment(
                new BookingId(UUID.randomUUID()),
                Reference.draw(random),
                BookingState.PENDING,
                request.desk(),
                slot.start(),
                slot.length(),
                request.applicant(),
                request.answers(),
                granted.feeEuros(),
                request.language(),
                0);
        return new NewBooking(
                appointment,
                new Seat(request.slot(), 0),
                request.hold(),
                sessionHash(request.session()),
                Buffer.buffer(personKeys.mac(request.applicant().agdref().digits())),
                granted.rulesVersion(),
                submission(request.applicant(), request.language()));
    }

    NewBooking withNewReference(NewBooking draft) {
        Appointment a = draft.appointment();
        Appointment renamed = new Appointment(
                a.id(),
                Reference.draw(random),
                a.state(),
                a.desk(),
                a.start(),
                a.length(),
                a.applicant(),
                a.answers(),
                a.feeEuros(),
                a.language(),
                a.revision());
        return new NewBooking(
                renamed,
                draft.seat(),
                draft.holdId(),
                draft.sessionHash(),
                draft.person(),
                draft.rulesVersion(),
                draft.submission());
    }

    /** The same for the same words. */
    Buffer submission(Applicant applicant, Language language) {
        List<String> said = List.of(
                applicant.lastName(),
                applicant.firstName(),
                applicant.email().value(),
                applicant.agdref().digits(),
                applicant.phone().orElse(""),
                language.code());
        return Buffer.buffer(submissionKeys.mac(String.join("\n", said)));
    }

    /** Session ids are 128 random bits: a plain hash can't be turned back. */
    Buffer sessionHash(SessionId session) {
        return Buffer.buffer(Tokens.hash(session.value()));
    }
}
