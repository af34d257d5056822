package fr.creneau.booking;

import fr.creneau.crypto.Tokens;
import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Requests about to be written, each of a new person, session and hold. */
final class NewBookings {
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewBookings() {}

    static NewBooking on(DeskId desk, SlotId slot, int seat) {
        Appointment appointment = new Appointment(
                new BookingId(UUID.randomUUID()),
                Reference.draw(RANDOM),
                BookingState.PENDING,
                desk,
                Instant.now().plusSeconds(86_400),
                Duration.ofMinutes(20),
                BookingSite.person(),
                BookingSite.renewal(LocalDate.of(2027, 1, 1)),
                0,
                Language.FR,
                0);
        return new NewBooking(
                appointment,
                new Seat(slot, seat),
                Tokens.random(),
                Buffer.buffer(Tokens.hash(Tokens.random())),
                Buffer.buffer(Tokens.hash(Tokens.random())),
                "2026-1",
                Buffer.buffer(Tokens.hash(Tokens.random())));
    }
}
