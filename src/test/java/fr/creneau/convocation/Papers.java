package fr.creneau.convocation;

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

/** A desk and an appointment to print. */
final class Papers {
    static final Instant START = Instant.parse("2026-12-01T11:30:00Z");

    private Papers() {}

    static Desk desk() {
        return desk(Map.of());
    }

    static Desk desk(Map<Language, Map<String, String>> texts) {
        URI site = URI.create("https://www.guyane.gouv.fr/");
        EligibilityRules rules = new EligibilityRules(
                "2026-1", LocalDate.EPOCH, Period.ofMonths(2), Period.ofMonths(6), 180, Period.ofMonths(2));
        return new Desk(
                new DeskId("cayenne-sejour"),
                OptionalInt.of(4150),
                ZoneId.of("America/Cayenne"),
                new RuleBook(List.of(rules), List.of()),
                new Desk.Contact(
                        "Préfecture de la Guyane",
                        "Bureau de l’accueil et du séjour des étrangers",
                        List.of("Rue Fiedmond", "BP 7008", "97307 Cayenne Cedex"),
                        "0594 39 45 00"),
                new Desk.Links(site, site, site, site),
                new Desk.Sender("Préfecture de la Guyane", "rdv@example.org", "contact@example.org"),
                texts);
    }

    static Appointment appointment() {
        return appointment(Procedure.RENEWAL, "Marie-Josèphe", "ÉTIENNE", 0);
    }

    static Appointment appointment(Procedure procedure, String firstName, String lastName, int fee) {
        return new Appointment(
                new BookingId(UUID.fromString("0d4f9d2e-7a39-4c2a-9a3f-111111111111")),
                new Reference("7F3K-92QX"),
                BookingState.BOOKED,
                new DeskId("cayenne-sejour"),
                START,
                Duration.ofMinutes(15),
                new Applicant(
                        lastName,
                        firstName,
                        new EmailAddress("marie@example.org"),
                        new AgdrefNumber("9731023456"),
                        Optional.of("0694 00 00 00")),
                new Answers(procedure, LocalDate.of(2026, 11, 13), "97302"),
                fee,
                Language.FR,
                3);
    }
}
