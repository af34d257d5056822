package fr.creneau.domain.booking;

/** How a request moves (FLOW.md): from PENDING to any other, from BOOKED to CANCELLED. Only PENDING and BOOKED occupy a seat. */
public enum BookingState {
    /** Submitted; the mail is not confirmed yet. */
    PENDING,
    /** Confirmed from the mailbox: an appointment. */
    BOOKED,
    /** Not confirmed in time. */
    EXPIRED,
    /** Given back by the applicant, or cancelled by the prefecture. */
    CANCELLED
}
