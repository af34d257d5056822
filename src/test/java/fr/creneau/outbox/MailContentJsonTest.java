package fr.creneau.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.outbox.MailContent.CancelReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailContentJsonTest {
    private static final Instant NOON = Instant.parse("2027-01-04T15:00:00.123456Z");

    static Stream<MailContent> everyKind() {
        return Stream.of(
                new MailContent.SecurityCode("012345", NOON),
                new MailContent.ToConfirm(appointment(Optional.of("0594 00 00 00")), "token", NOON),
                new MailContent.Convocation(appointment(Optional.empty()), "token"),
                new MailContent.Cancellation(appointment(Optional.empty()), CancelReason.BY_APPLICANT),
                new MailContent.Reminder(appointment(Optional.empty()), "token"),
                new MailContent.AlreadyBooked(appointment(Optional.empty())));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whatIsWrittenIsReadBack(MailContent content) {
        String json = MailContentJson.write(content);
        assertThat(MailContentJson.read(json)).isEqualTo(content);
        assertThat(json).contains("\"kind\":\"" + Outbox.kind(content) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null?",
                "{\"kind\":\"REMINDER\",\"token\":\"secret\"}",
                "{\"kind\":\"OTHER\"}",
                "{\"kind\":\"REMINDER\",\"token\":[\"secret\"]}"
            })
    void whatIsNoContentIsRefusedWithoutQuotingIt(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailContentJson.read(json))
                .withMessage("not the content of a mail")
                .withNoCause();
    }

    private static Appointment appointment(Optional<String> phone) {
        return new Appointment(
                new BookingId(UUID.randomUUID()),
                new Reference("7F3K-92QX"),
                BookingState.PENDING,
                new DeskId("cayenne"),
                NOON,
                Duration.ofMinutes(20),
                new Applicant("Éloïse", "Bélizaire", new EmailAddress("a@b.fr"), new AgdrefNumber("9731023456"), phone),
                new Answers(Procedure.RENEWAL, LocalDate.of(2027, 2, 1), "97302"),
                180,
                Language.FR,
                3);
    }
}
