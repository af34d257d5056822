package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import java.time.Instant;

/**
 * A seat kept for one session for a while. All instants are by Redis's clock.
 *
 * @param id the same through a chain of swaps, so that one security check makes one request
 * @param expiresAt when the seat goes back unless something happens: sooner while the security check is not passed
 * @param deadline when the form must be submitted, however quickly the check is passed: fifteen minutes after the choice
 * @param proven whether the security check was passed
 * @param fence rises with every hold of the desk: an act on behalf of an older hold is refused
 */
public record Hold(
        String id, DeskId desk, Seat seat, Instant expiresAt, Instant deadline, boolean proven, long fence) {}
