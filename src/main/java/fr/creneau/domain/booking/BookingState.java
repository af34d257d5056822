package fr.creneau.domain.booking;

/** How a request moves (FLOW.md). Only PENDING and BOOKED occupy a seat. */
public enum BookingState {
    /** Submitted; the mail is not confirmed yet. */
    PENDING,
    /** Confirmed from the mailbox: an appointment. */
    BOOKED,
    /** Not confirmed in time. */
    EXPIRED,
    /** Given back by the applicant, or cancelled by the prefecture. */
    CANCELLED;

    /** Whether the seat belongs to this request. */
    public boolean occupiesSeat() {
        return this == PENDING || this == BOOKED;
    }

    /** Whether a request in this state may become the other. What has ended stays ended. */
    public boolean mayBecome(BookingState next) {
        return switch (this) {
            case PENDING -> next == BOOKED || next == EXPIRED || next == CANCELLED;
            case BOOKED -> next == CANCELLED;
            case EXPIRED, CANCELLED -> false;
        };
    }
}
