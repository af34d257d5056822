package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.booking.BookingMessages.MailAccepted;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.Read;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.booking.BookingMessages.Resend;
import fr.creneau.booking.BookingMessages.ResendOutcome;
import fr.creneau.booking.BookingMessages.Submitted;
import fr.creneau.booking.BookingMessages.SubmittedOutcome;
import fr.creneau.booking.BookingMessages.SubmittedOutcome.Waiting;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Between the submission and the confirmation, and what time does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionsIT {
    private BookingDatabase database;
    private BookingSite site;
    private SlotId slot;
    private SessionId session;
    private Applicant person;
    private BookingId booking;

    @BeforeAll
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(
                database,
                Steps.PRODUCTION,
                Map.of("CRENEAU_BOOKINGS_RESENDS", "2", "CRENEAU_BOOKINGS_COOLING_MIN", "0s"));
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @BeforeEach
    void submit() {
        slot = site.sell(2);
        session = BookingSite.session();
        person = BookingSite.person();
        Opened opened = site.submit(session, slot, person);
        booking = opened.booking();
    }

    private Waiting waiting() {
        return (Waiting) site.ask(BookingMessages.SUBMITTED, new Submitted(booking, session));
    }

    private void accepted(Instant when) {
        site.ask(BookingMessages.MAIL_ACCEPTED, new MailAccepted(booking, when));
    }

    private Instant openedAt() {
        return Instant.ofEpochMilli(Long.parseLong(database.value(
                "select (extract(epoch from opened_at) * 1000)::bigint from booking where id = ?", booking.value())));
    }

    @Test
    void theSessionSeesItsRequestAndNobodyElseDoes() {
        Waiting waiting = waiting();
        assertThat(waiting.to()).isEqualTo(person.email());
        assertThat(waiting.resendsLeft()).isEqualTo(2);
        assertThat(waiting.correctable()).isTrue();
        assertThat(site.ask(BookingMessages.SUBMITTED, new Submitted(booking, BookingSite.session())))
                .isEqualTo(new SubmittedOutcome.Unknown());
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, BookingSite.session())))
                .isEqualTo(ResendOutcome.ENDED);
    }

    @Test
    void theFifteenMinutesStartWhenTheRelayAcceptsAndNeverEndAfterThirty() {
        Instant opened = openedAt();
        accepted(opened);
        assertThat(Duration.between(opened, confirmBy()))
                .isBetween(minutes(15).minusSeconds(1), minutes(15).plusSeconds(1));
        accepted(opened.minusSeconds(600));
        assertThat(Duration.between(opened, confirmBy()))
                .as("told twice")
                .isBetween(minutes(15).minusSeconds(1), minutes(15).plusSeconds(1));
        database.execute(
                "update booking set opened_at = opened_at - interval '20 minutes', confirm_by = confirm_by - interval '10 minutes' where id = ?",
                booking.value());
        accepted(Instant.now());
        assertThat(Duration.between(openedAt(), confirmBy()))
                .as("a later mail")
                .isBetween(minutes(30).minusSeconds(1), minutes(30).plusSeconds(1));
    }

    /** The request's own; what the session is shown is never later. */
    private Instant confirmBy() {
        return Instant.ofEpochMilli(Long.parseLong(database.value(
                "select (extract(epoch from confirm_by) * 1000)::bigint from booking where id = ?", booking.value())));
    }

    @Test
    void whatTheSessionIsShownDoesNotTellWhatBecameOfTheMail() {
        Waiting before = waiting();
        assertThat(Duration.between(openedAt(), before.confirmBy()))
                .isBetween(minutes(15).minusSeconds(1), minutes(15).plusSeconds(1));
        database.execute("update outbox set state = 'DEAD' where booking_id = ?", booking.value());
        assertThat(waiting()).as("refused").isEqualTo(before);
        accepted(Instant.now());
        assertThat(waiting()).as("accepted").isEqualTo(before);
        assertThat(waiting().confirmBy()).as("never more than is granted").isBeforeOrEqualTo(confirmBy());
        database.execute("delete from outbox where booking_id = ?", booking.value());
        assertThat(waiting()).as("forgotten").isEqualTo(before);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void resendingMakesANewLinkAndTheOldOneStillWorks() {
        String first = database.confirmToken(booking);
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.SENT);
        later();
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.SENT);
        later();
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.LIMIT_REACHED);
        assertThat(waiting().resendsLeft()).isZero();
        assertThat(database.mails(booking)).hasSize(3);
        assertThat(database.confirmToken(booking)).isNotEqualTo(first);
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(first))).isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(site.ask(BookingMessages.SUBMITTED, new Submitted(booking, session)))
                .isInstanceOf(SubmittedOutcome.Confirmed.class);
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.ENDED);
    }

    private void aQuarterPasses() {
        for (String column : new String[] {"outbox set created_at = created_at", "booking set opened_at = opened_at"}) {
            database.execute(
                    "update " + column + " - interval '15 minutes' where "
                            + (column.startsWith("outbox") ? "booking_id" : "id") + " = ?",
                    booking.value());
        }
    }

    /** The mails asked for so far are a minute old. */
    private void later() {
        database.execute(
                "update outbox set created_at = created_at - interval '1 minute' where booking_id = ?",
                booking.value());
    }

    @Test
    void aResendThatIsSentAgainSinceItsAnswerWasLostIsOneResend() {
        int left = waiting().resendsLeft();
        for (int i = 0; i < 4; i++) {
            assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                    .isEqualTo(ResendOutcome.SENT);
        }
        assertThat(waiting().resendsLeft()).isEqualTo(left - 1);
        assertThat(database.mails(booking)).hasSize(2);
    }

    @Test
    void aCorrectionThatIsSentAgainIsNoSecondOne() {
        EmailAddress mended = new EmailAddress("mended@example.org");
        for (int i = 0; i < 2; i++) {
            assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, mended)))
                    .isEqualTo(CorrectOutcome.CORRECTED);
        }
        assertThat(database.mails(booking)).hasSize(1);
    }

    @Test
    void aCorrectedAddressGetsANewLinkAndTheOldOneDies() {
        String old = database.confirmToken(booking);
        EmailAddress mended = new EmailAddress("mended@example.org");
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, mended)))
                .isEqualTo(CorrectOutcome.CORRECTED);
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, person.email())))
                .isEqualTo(CorrectOutcome.ALREADY_CORRECTED);
        assertThat(waiting().to()).isEqualTo(mended);
        assertThat(database.column("select recipient from outbox where booking_id = ?", booking.value()))
                .as("what had not left for the old address never will")
                .containsExactly(mended.value());
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(old))).isEqualTo(new ConfirmOutcome.Unknown());
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(booking))))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
    }

    @Test
    void whatWasNotConfirmedInTimeExpiresAndItsSeatComesBack() {
        String token = database.confirmToken(booking);
        database.confirmIn(booking, Duration.ofMillis(-1));
        aQuarterPasses();
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(token))).isEqualTo(new ConfirmOutcome.Expired());
        assertThat(site.ask(BookingMessages.SUBMITTED, new Submitted(booking, session)))
                .isEqualTo(new SubmittedOutcome.Lapsed());
        assertThat(((ReadOutcome.Found) site.ask(BookingMessages.READ, new Read(token, Purpose.CONFIRM)))
                        .appointment()
                        .state())
                .isEqualTo(BookingState.EXPIRED);
        await().untilAsserted(() -> {
            assertThat(database.state(booking)).isEqualTo("EXPIRED");
            assertThat(site.free(slot)).contains(2);
        });
        assertThat(database.wrongSeats()).isZero();
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(token))).isEqualTo(new ConfirmOutcome.Expired());
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.ENDED);
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, person.email())))
                .isEqualTo(CorrectOutcome.ENDED);
    }

    @Test
    void aLinkNobodySentIsUnknownWhateverItIs() {
        for (String token : new String[] {"", "x", "é\u0000", "a".repeat(10_000)}) {
            assertThat(site.ask(BookingMessages.READ, new Read(token, Purpose.MANAGE)))
                    .isEqualTo(new ReadOutcome.Unknown());
            assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(token))).isEqualTo(new ConfirmOutcome.Unknown());
            assertThat(site.ask(BookingMessages.CANCEL, new Cancel(token))).isEqualTo(CancelOutcome.UNKNOWN);
        }
        String confirm = database.confirmToken(booking);
        assertThat(site.ask(BookingMessages.READ, new Read(confirm, Purpose.MANAGE)))
                .as("a link of the other kind")
                .isEqualTo(new ReadOutcome.Unknown());
    }

    @Test
    void anAppointmentThatHasBegunIsNotCancelled() {
        String token = database.confirmToken(booking);
        site.ask(BookingMessages.CONFIRM, new Confirm(token));
        database.execute("update slot set starts_at = now() - interval '1 second' where id = ?", slot.value());
        assertThat(site.ask(BookingMessages.CANCEL, new Cancel(token))).isEqualTo(CancelOutcome.TOO_LATE);
        assertThat(database.state(booking)).isEqualTo("BOOKED");
    }

    @Test
    void nothingPersonalIsKeptOfTokensOrSessions() {
        String token = database.confirmToken(booking);
        assertThat(database.count("select count(*) from access_token where hash = convert_to(?, 'UTF8')", token))
                .isZero();
        assertThat(database.count(
                        "select count(*) from booking where session_hash = convert_to(?, 'UTF8')", session.value()))
                .isZero();
        assertThat(database.mails(booking).get(0)).isInstanceOf(MailContent.ToConfirm.class);
    }
}
