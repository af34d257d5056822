package fr.creneau.web.manage;

import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.slot.Desk;
import java.time.Instant;

/** What a link is about. */
record Found(Appointment appointment, Desk desk, Instant confirmBy) {

    boolean confirmable(Instant now) {
        return appointment.state() == BookingState.PENDING && now.isBefore(confirmBy);
    }

    boolean over(Instant now) {
        return !now.isBefore(appointment.start());
    }

    /** Whether there is still something to give back. */
    boolean cancellable(Instant now) {
        return switch (appointment.state()) {
            case PENDING -> confirmable(now);
            case BOOKED -> !over(now);
            case EXPIRED, CANCELLED -> false;
        };
    }
}
