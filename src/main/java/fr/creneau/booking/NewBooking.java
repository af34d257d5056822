package fr.creneau.booking;

import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Seat;
import io.vertx.core.buffer.Buffer;

/**
 * A request about to be written.
 *
 * @param holdId the key of its submission
 * @param person keyed hash of the AGDREF number
 * @param rulesVersion by which it was judged
 * @param submission keyed hash of what was submitted
 */
record NewBooking(
        Appointment appointment,
        Seat seat,
        String holdId,
        Buffer sessionHash,
        Buffer person,
        String rulesVersion,
        Buffer submission) {

    NewBooking on(Seat other) {
        return new NewBooking(appointment, other, holdId, sessionHash, person, rulesVersion, submission);
    }
}
