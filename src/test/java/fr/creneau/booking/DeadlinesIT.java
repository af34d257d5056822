package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.booking.BookingMessages.MailAccepted;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.Resend;
import fr.creneau.booking.BookingMessages.ResendOutcome;
import fr.creneau.booking.BookingMessages.Submitted;
import fr.creneau.booking.BookingMessages.SubmittedOutcome.Waiting;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import io.vertx.core.Future;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Until when a request can be confirmed, and what its mails say of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadlinesIT {
    private static final EmailAddress MENDED = new EmailAddress("mended@example.org");

    private final BookingDatabase database = new BookingDatabase();
    private final SessionId session = BookingSite.session();
    private BookingSite site;
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
    void sell() {
        slot = site.sell(1);
    }

    private void startsAt(Instant instant) {
        database.execute("update slot set starts_at = ? where id = ?", Timestamp.from(instant), slot.value());
    }

    private BookingId submit() {
        return site.submit(session, slot, BookingSite.person()).booking();
    }

    private Waiting waiting(BookingId booking) {
        return (Waiting) site.ask(BookingMessages.SUBMITTED, new Submitted(booking, session));
    }

    private void resend(BookingId booking) {
        assertThat(site.ask(BookingMessages.RESEND, new Resend(booking, session)))
                .isEqualTo(ResendOutcome.SENT);
    }

    private void correct(BookingId booking) {
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(booking, session, MENDED)))
                .isEqualTo(CorrectOutcome.CORRECTED);
    }

    private MailContent.ToConfirm lastMail(BookingId booking) {
        List<MailContent> mails = database.mails(booking);
        return (MailContent.ToConfirm) mails.get(mails.size() - 1);
    }

    /** As if it had been submitted, and its mail accepted, ten minutes earlier. */
    private Instant openedTenMinutesAgo(BookingId booking) {
        site.ask(BookingMessages.MAIL_ACCEPTED, new MailAccepted(booking, Instant.now()));
        database.execute(
                "update booking set opened_at = opened_at - interval '10 minutes',"
                        + " mail_accepted_at = mail_accepted_at - interval '10 minutes',"
                        + " confirm_by = confirm_by - interval '10 minutes' where id = ?",
                booking.value());
        return Instant.ofEpochMilli(Long.parseLong(database.value(
                "select (extract(epoch from opened_at) * 1000)::bigint from booking where id = ?", booking.value())));
    }

    @Test
    void aRequestIsToBeConfirmedBeforeItsAppointmentBegins() {
        Instant start = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MILLIS);
        startsAt(start);
        Opened opened = site.submit(session, slot, BookingSite.person());
        assertThat(opened.confirmBy()).isEqualTo(start);
        assertThat(lastMail(opened.booking()).confirmAtLatest()).isEqualTo(start);
        site.ask(BookingMessages.MAIL_ACCEPTED, new MailAccepted(opened.booking(), Instant.now()));
        assertThat(waiting(opened.booking()).confirmBy()).as("accepted").isEqualTo(start);
        resend(opened.booking());
        assertThat(waiting(opened.booking()).confirmBy()).as("sent again").isEqualTo(start);
        correct(opened.booking());
        assertThat(waiting(opened.booking()).confirmBy()).as("corrected").isEqualTo(start);
        assertThat(lastMail(opened.booking()).confirmAtLatest()).isEqualTo(start);
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(opened.booking()))))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
    }

    /** Each has its own fifteen minutes; one that is told twice loses none, one that has ended is left alone. */
    @Test
    void acceptancesToldTogetherCountAsEachWouldAlone() {
        List<BookingId> requests = new ArrayList<>();
        SlotId large = site.sell(8);
        for (int i = 0; i < 8; i++) {
            requests.add(site.submit(BookingSite.session(), large, BookingSite.person())
                    .booking());
        }
        database.execute(
                "update booking set opened_at = opened_at - interval '5 minutes' where slot_id = ?", large.value());
        BookingId ended = requests.get(7);
        database.execute("update booking set state = 'CANCELLED', active = false where id = ?", ended.value());
        Instant now = Instant.now();
        List<MailAccepted> facts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            facts.add(new MailAccepted(requests.get(i), now.minusSeconds(100 + i)));
        }
        facts.add(new MailAccepted(requests.get(6), now.minusSeconds(50)));
        BookingSite.await(Future.all(facts.stream()
                .map(fact -> site.bus.request(BookingMessages.MAIL_ACCEPTED, fact))
                .toList()));
        for (int i = 0; i < 8; i++) {
            String waits = database.value(
                    "select coalesce(round(extract(epoch from confirm_by - mail_accepted_at)), 0)::int from booking"
                            + " where id = ?",
                    requests.get(i).value());
            String accepted = database.value(
                    "select coalesce(round(extract(epoch from now() - mail_accepted_at) / 100), 0)::int from booking"
                            + " where id = ?",
                    requests.get(i).value());
            assertThat(waits).as("request " + i).isEqualTo(i == 7 ? "0" : "900");
            assertThat(accepted).as("request " + i).isEqualTo(i == 7 ? "0" : "1");
        }
        assertThat(database.count(
                        "select count(distinct mail_accepted_at) from booking where slot_id = ?", large.value()))
                .isEqualTo(7);
    }

    @Test
    void aRequestIsNotConfirmedOnceItsAppointmentHasBegun() {
        BookingId booking = submit();
        startsAt(Instant.now().minusSeconds(1));
        assertThat(site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(booking))))
                .isEqualTo(new ConfirmOutcome.Expired());
        assertThat(database.state(booking)).isNotEqualTo("BOOKED");
    }

    @Test
    void aMailSentAgainGivesFifteenMinutesAndSaysSo() {
        BookingId booking = submit();
        Instant opened = openedTenMinutesAgo(booking);
        resend(booking);
        assertThat(lastMail(booking).confirmAtLatest())
                .isCloseTo(
                        opened.plus(Duration.ofMinutes(30)),
                        org.assertj.core.api.Assertions.within(1, ChronoUnit.SECONDS));
        assertThat(waiting(booking).confirmBy()).isAfter(opened.plus(Duration.ofMinutes(24)));
    }

    @Test
    void aCorrectedMailGivesFifteenMinutesAndSaysSo() {
        BookingId booking = submit();
        Instant opened = openedTenMinutesAgo(booking);
        correct(booking);
        assertThat(lastMail(booking).confirmAtLatest())
                .isCloseTo(
                        opened.plus(Duration.ofMinutes(30)),
                        org.assertj.core.api.Assertions.within(1, ChronoUnit.SECONDS));
    }

    @Test
    void anAcceptanceNobodyWasToldOfIsFoundInTheOutbox() {
        BookingId booking = submit();
        Instant opened = openedTenMinutesAgo(booking);
        database.execute(
                "update booking set mail_accepted_at = null, confirm_by = opened_at + interval '30 minutes' where id = ?",
                booking.value());
        database.execute(
                "update outbox set state = 'SENT', content = null, recipient = null,"
                        + " sent_at = now() - interval '5 minutes' where booking_id = ?",
                booking.value());
        BookingSite.await(HousekeepingIT.housekeeping(site).daily());
        assertThat(Instant.ofEpochSecond(Long.parseLong(database.value(
                        "select extract(epoch from confirm_by)::bigint from booking where id = ?", booking.value()))))
                .isBetween(opened.plus(Duration.ofMinutes(19)), opened.plus(Duration.ofMinutes(21)));
    }

    @Test
    void theMailToTheMistypedAddressIsNotTakenForTheNewOne() {
        BookingId booking = submit();
        database.execute(
                "update outbox set state = 'SENT', content = null, recipient = null, sent_at = now() where booking_id = ?",
                booking.value());
        correct(booking);
        BookingSite.await(HousekeepingIT.housekeeping(site).daily());
        assertThat(database.value("select mail_accepted_at from booking where id = ?", booking.value()))
                .isNull();
    }
}
