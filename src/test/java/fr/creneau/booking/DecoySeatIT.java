package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.booking.BookingMessages.Resend;
import fr.creneau.booking.BookingMessages.ResendOutcome;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.SessionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who tries a number on a slot's last seat does not see by the calendar whether its owner has an appointment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoySeatIT {
    private final BookingDatabase database = new BookingDatabase();
    private final SessionId session = BookingSite.session();
    private BookingSite site;
    private Applicant person;
    private SlotId slot;

    @BeforeAll
    void start() {
        site = new BookingSite(database);
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @BeforeEach
    void book() {
        SlotId booked = site.sell(1);
        slot = site.sell(1);
        person = BookingSite.person();
        site.submit(BookingSite.session(), booked, person);
    }

    private Opened decoy() {
        Opened opened = site.submit(session, slot, person);
        assertThat(database.count(
                        "select count(*) from decoy where id = ?",
                        opened.booking().value()))
                .isEqualTo(1);
        return opened;
    }

    /** Minutes until the seat can be taken again. */
    private int rests() {
        return database.count(
                "select floor(extract(epoch from available_from - now()) / 60)::int from seat where slot_id = ?",
                slot.value());
    }

    private void tenMinutesPass(Opened decoy) {
        database.execute(
                "update decoy set opened_at = opened_at - interval '10 minutes' where id = ?",
                decoy.booking().value());
        database.execute(
                "update seat set available_from = now() + interval '5 minutes' where slot_id = ?", slot.value());
    }

    @Test
    void theSeatStaysTakenAsLongAsARequestNobodyConfirmsWouldKeepIt() {
        decoy();
        assertThat(site.free(slot)).contains(0);
        assertThat(rests()).isBetween(14, 25);
        BookingSite.await(HousekeepingIT.housekeeping(site).expire());
        assertThat(site.free(slot)).contains(0);
        assertThat(database.wrongSeats()).isZero();
        database.execute(
                "update seat set available_from = now(), version = version + 1, mirrored = false where slot_id = ?",
                slot.value());
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(1));
        site.submit(BookingSite.session(), slot, BookingSite.person());
    }

    @Test
    void aResendKeepsTheSeatAsItWouldARequests() {
        Opened decoy = decoy();
        tenMinutesPass(decoy);
        assertThat(site.ask(BookingMessages.RESEND, new Resend(decoy.booking(), session)))
                .isEqualTo(ResendOutcome.SENT);
        assertThat(rests()).isBetween(14, 25);
    }

    @Test
    void aCorrectionKeepsTheSeatAsItWouldARequests() {
        Opened decoy = decoy();
        tenMinutesPass(decoy);
        EmailAddress mended = new EmailAddress("mended@example.org");
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(decoy.booking(), session, mended)))
                .isEqualTo(CorrectOutcome.CORRECTED);
        assertThat(rests()).isBetween(14, 25);
    }

    @Test
    void aSeatThatNobodyCouldTakeIsLostForARefusedRequestToo() {
        Hold hold = site.hold(session, slot);
        database.execute("update seat set available_from = now() + interval '1 hour' where slot_id = ?", slot.value());
        assertThat(site.open(site.submission(session, hold, person))).isEqualTo(new SeatLost());
        assertThat(database.count("select count(*) from decoy where hold_id = ?", hold.id()))
                .isZero();
    }

    @Test
    void aDecoyEndsWhenTheAppointmentWouldBegin() {
        Instant start = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        database.execute("update slot set starts_at = ? where id = ?", Timestamp.from(start), slot.value());
        Hold hold = site.hold(session, slot);
        Opened decoy = (Opened) site.open(site.submission(session, hold, person));
        assertThat(decoy.confirmBy()).isEqualTo(start);
        assertThat(site.open(site.submission(session, hold, person))).isEqualTo(decoy);
        BookingMessages.SubmittedOutcome.Waiting waiting = (BookingMessages.SubmittedOutcome.Waiting)
                site.ask(BookingMessages.SUBMITTED, new BookingMessages.Submitted(decoy.booking(), session));
        assertThat(waiting.confirmBy()).isEqualTo(start);
    }

    /** Redis may not have heard of it yet: then the hold still lives. */
    @Test
    void aHoldThatMadeADecoyMakesNoRequestForAnotherNumber() {
        Opened decoy = decoy();
        Hold hold = site.hold(session, site.sell(1));
        database.execute(
                "update decoy set hold_id = ? where id = ?",
                hold.id(),
                decoy.booking().value());
        assertThat(site.open(site.submission(session, hold, BookingSite.person())))
                .isEqualTo(new OpenOutcome.OtherContent(decoy.booking()));
        assertThat(database.count("select count(*) from booking where hold_id = ?", hold.id()))
                .isZero();
    }
}
