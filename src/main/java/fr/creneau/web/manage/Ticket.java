package fr.creneau.web.manage;

import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.slot.Desk;
import java.time.Instant;

/**
 * An appointment as the pages show it. Of the foreigner's number only the last digits, enough to recognise one's own.
 *
 * @param procedure key of the sentence that names what it is for
 * @param documents key of the list of documents to bring
 * @param fee in euros; 0 when none is due
 * @param ended whether nobody is expected any more
 */
record Ticket(
        Instant start,
        Desk.Contact place,
        String reference,
        String name,
        String numberEnd,
        String procedure,
        String documents,
        int fee,
        boolean ended) {
    private static final int DIGITS_SHOWN = 4;

    static Ticket of(Found found) {
        Appointment appointment = found.appointment();
        String procedure = appointment.answers().procedure().code();
        String digits = appointment.applicant().agdref().digits();
        return new Ticket(
                appointment.start(),
                found.desk().contact(),
                appointment.reference().value(),
                appointment.applicant().firstName() + " "
                        + appointment.applicant().lastName(),
                digits.substring(digits.length() - DIGITS_SHOWN),
                "manage.procedure-" + procedure,
                "documents." + procedure,
                appointment.feeEuros(),
                appointment.state() == BookingState.CANCELLED || appointment.state() == BookingState.EXPIRED);
    }
}
