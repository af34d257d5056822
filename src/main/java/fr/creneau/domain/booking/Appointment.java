package fr.creneau.domain.booking;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.slot.DeskId;
import java.time.Duration;
import java.time.Instant;

/**
 * Everything that is printed, shown or mailed about a request or an appointment.
 *
 * @param feeEuros fee owed for a late renewal on that day; 0 when none is
 * @param revision rises with each change; the SEQUENCE of the calendar file
 */
public record Appointment(
        BookingId id,
        Reference reference,
        BookingState state,
        DeskId desk,
        Instant start,
        Duration length,
        Applicant applicant,
        Answers answers,
        int feeEuros,
        Language language,
        int revision) {}
