package fr.creneau.mail;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.EligibilityRules;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.eligibility.RuleBook;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.MailContentJson;
import fr.creneau.outbox.OutgoingMail;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * An applicant's mails, to nobody. The first mail of a JVM takes long, and 190 milliseconds of it are in the transaction of the request
 * that causes it: an instance writes these, reads them, composes them and throws them away before it says that it is ready.
 */
public final class Specimen {
    private static final URI NOWHERE = URI.create("https://example.org/");
    private static final DeskId DESK_ID = new DeskId("specimen");
    private static final String ADDRESS = "nobody@example.org";
    private static final Instant START = Instant.parse("2027-01-04T12:00:00Z");
    private static final LocalDate EXPIRY = LocalDate.of(2027, 3, 1);
    private static final Duration A_QUARTER = Duration.ofMinutes(15);

    private static final Desk DESK = new Desk(
            DESK_ID,
            OptionalInt.empty(),
            ZoneId.of("America/Cayenne"),
            new RuleBook(
                    List.of(new EligibilityRules(
                            "1", LocalDate.EPOCH, Period.ofMonths(2), Period.ofMonths(6), 0, Period.ofMonths(2))),
                    List.of()),
            new Desk.Contact("Préfecture", "Bureau", List.of("Rue"), "0"),
            new Desk.Links(NOWHERE, NOWHERE, NOWHERE, NOWHERE),
            new Desk.Sender("Préfecture", ADDRESS, ADDRESS),
            Map.of());

    private static final Appointment APPOINTMENT = new Appointment(
            new BookingId(new UUID(0, 0)),
            new Reference("2222-2222"),
            BookingState.BOOKED,
            DESK_ID,
            START,
            A_QUARTER,
            new Applicant("NOM", "Prénom", new EmailAddress(ADDRESS), new AgdrefNumber("0000000000"), Optional.of("0")),
            new Answers(Procedure.RENEWAL, EXPIRY, "00000"),
            0,
            Language.FR,
            0);

    private Specimen() {}

    /**
     * Blocking: some seconds where nothing is warm.
     *
     * @throws IllegalStateException if mails cannot be composed here: who books would never hear of it, so nobody is to be served
     */
    public static void compose() {
        MailComposer composer = new MailComposer(NOWHERE, A_QUARTER, new AppointmentPapers());
        try {
            List.of(new MailContent.ToConfirm(APPOINTMENT, "", START), new MailContent.Convocation(APPOINTMENT, ""))
                    .forEach(content -> composer.compose(mail(content), DESK, START));
        } catch (RuntimeException fault) {
            throw new IllegalStateException("mails cannot be composed: " + fault.getMessage(), fault);
        }
    }

    private static OutgoingMail mail(MailContent content) {
        MailContent kept = MailContentJson.read(MailContentJson.write(content));
        return new OutgoingMail(
                new UUID(0, 0),
                DESK_ID,
                Optional.of(APPOINTMENT.id()),
                APPOINTMENT.applicant().email(),
                Language.FR,
                kept);
    }
}
