package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.Read;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingIT {
    private BookingDatabase database;
    private BookingSite site;
    private SlotId slot;
    private final SessionId session = BookingSite.session();
    private final Applicant person = BookingSite.person();

    @BeforeAll
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @BeforeEach
    void sell() {
        slot = site.sell(2);
    }

    @Test
    void aHeldSeatBecomesARequestWithItsMail() {
        SessionId session = BookingSite.session();
        Applicant person = BookingSite.person();
        Opened opened = site.submit(session, slot, person);
        assertThat(database.state(opened.booking())).isEqualTo("PENDING");
        assertThat(database.wrongSeats()).isZero();
        assertThat(site.free(slot)).contains(1);
        assertThat(opened.confirmBy())
                .isBetween(Instant.now().plusSeconds(1700), Instant.now().plusSeconds(1805));
        MailContent.ToConfirm mail =
                (MailContent.ToConfirm) database.mails(opened.booking()).get(0);
        assertThat(mail.confirmAtLatest()).isEqualTo(opened.confirmBy());
        assertThat(mail.appointment().applicant()).isEqualTo(person);
        assertThat(database.value(
                        "select recipient from outbox where booking_id = ?",
                        opened.booking().value()))
                .isEqualTo(person.email().value());
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
    }

    @Test
    void theWholeWayFromSubmissionToCancellation() {
        Opened opened = site.submit(BookingSite.session(), slot, BookingSite.person());
        String token = database.confirmToken(opened.booking());
        ReadOutcome.Found read = (ReadOutcome.Found) site.ask(BookingMessages.READ, new Read(token, Purpose.CONFIRM));
        assertThat(read.appointment().state()).isEqualTo(BookingState.PENDING);
        assertThat(database.state(opened.booking()))
                .as("reading changes nothing")
                .isEqualTo("PENDING");

        Appointment booked =
                ((ConfirmOutcome.Confirmed) site.ask(BookingMessages.CONFIRM, new Confirm(token))).appointment();
        assertThat(booked.state()).isEqualTo(BookingState.BOOKED);
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(token)))
                .isEqualTo(new ConfirmOutcome.AlreadyConfirmed(booked));
        assertThat(database.mails(opened.booking()))
                .as("one convocation however often it is confirmed")
                .filteredOn(MailContent.Convocation.class::isInstance)
                .hasSize(1);

        String manage = database.manageToken(opened.booking());
        assertThat(site.ask(BookingMessages.READ, new Read(manage, Purpose.MANAGE)))
                .isInstanceOf(ReadOutcome.Found.class);
        assertThat(site.ask(BookingMessages.CANCEL, new Cancel(manage))).isEqualTo(CancelOutcome.CANCELLED);
        assertThat(site.ask(BookingMessages.CANCEL, new Cancel(manage))).isEqualTo(CancelOutcome.ALREADY_CANCELLED);
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(token))).isEqualTo(new ConfirmOutcome.Unknown());
        assertThat(database.wrongSeats()).isZero();
        assertThat(database.freeSeats(slot)).isEqualTo(2);
        assertThat(site.free(slot)).as("the seat cools").contains(1);
        MailContent.Cancellation mail = database.mails(opened.booking()).stream()
                .filter(MailContent.Cancellation.class::isInstance)
                .map(MailContent.Cancellation.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(mail.appointment().revision()).isEqualTo(booked.revision() + 1);
    }
}
