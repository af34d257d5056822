package fr.creneau.outbox;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import fr.creneau.domain.booking.Appointment;
import java.time.Instant;

/** What a mail says. It is composed when it is sent, and forgotten once it was. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MailContent.SecurityCode.class, name = "SECURITY_CODE"),
    @JsonSubTypes.Type(value = MailContent.ToConfirm.class, name = "TO_CONFIRM"),
    @JsonSubTypes.Type(value = MailContent.Convocation.class, name = "CONVOCATION"),
    @JsonSubTypes.Type(value = MailContent.Cancellation.class, name = "CANCELLATION"),
    @JsonSubTypes.Type(value = MailContent.Reminder.class, name = "REMINDER"),
    @JsonSubTypes.Type(value = MailContent.AlreadyBooked.class, name = "ALREADY_BOOKED"),
})
public sealed interface MailContent {
    /** The code of the security check, for those without JavaScript. */
    record SecurityCode(String code, Instant validUntil) implements MailContent {}

    /**
     * Mail 1: confirm within fifteen minutes.
     *
     * @param token opens the confirmation page
     */
    record ToConfirm(Appointment appointment, String token, Instant confirmAtLatest) implements MailContent {}

    /**
     * Mail 2: convocation, calendar file and list of documents.
     *
     * @param token opens the manage page
     */
    record Convocation(Appointment appointment, String token) implements MailContent {}

    /** The appointment is cancelled. */
    record Cancellation(Appointment appointment, CancelReason reason) implements MailContent {}

    /** 48 hours before. */
    record Reminder(Appointment appointment, String token) implements MailContent {}

    /** Somebody asked again with the number of a person who already has this request; sent to the address on file. */
    record AlreadyBooked(Appointment appointment) implements MailContent {}

    /** Why an appointment was cancelled: the seed's list, and the applicant's own wish. */
    enum CancelReason {
        BY_APPLICANT,
        NOT_ELIGIBLE,
        SEVERAL_BOOKINGS,
        TOO_EARLY,
        OTHER_ARRONDISSEMENT,
        INCOMPLETE_FILE,
        CLOSURE
    }
}
