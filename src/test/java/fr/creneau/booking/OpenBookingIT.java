package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.Correct;
import fr.creneau.booking.BookingMessages.CorrectOutcome;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.NotEligible;
import fr.creneau.booking.BookingMessages.OpenOutcome.NotProven;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.booking.BookingMessages.Resend;
import fr.creneau.booking.BookingMessages.ResendOutcome;
import fr.creneau.booking.BookingMessages.Submitted;
import fr.creneau.booking.BookingMessages.SubmittedOutcome;
import fr.creneau.booking.BookingMessages.SubmittedOutcome.Waiting;
import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a submission may come to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenBookingIT {
    private BookingDatabase database;
    private BookingSite site;
    private SlotId slot;

    @BeforeAll
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database, Steps.PRODUCTION, Map.of("CRENEAU_BOOKINGS_RESENDS", "2"));
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
    void theSameSubmissionSentAgainIsTheSameRequest() {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        Opened first = (Opened) site.open(submission);
        assertThat(site.open(submission)).isEqualTo(first);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
        assertThat(database.mails(first.booking())).hasSize(1);
    }

    /** Redis may not have heard of it yet: then the hold still lives, and the answer may have been lost. */
    @Test
    void whoIsRefusedIsToldOfTheRequestThatTheHoldHasMade() {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        Opened made = (Opened) site.open(submission);
        Hold hold = site.hold(session, slot);
        database.execute(
                "update booking set hold_id = ? where id = ?",
                hold.id(),
                made.booking().value());
        Open ofAnotherSlot = new Open(
                submission.desk(),
                session,
                hold.id(),
                true,
                submission.until(),
                site.sell(1),
                submission.applicant(),
                submission.answers(),
                submission.language());
        assertThat(site.open(ofAnotherSlot)).isEqualTo(made);
    }

    @Test
    void aHoldOfAnotherSessionMakesNoRequest() {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        site.open(submission);
        Open stolen = new Open(
                submission.desk(),
                BookingSite.session(),
                submission.hold(),
                true,
                submission.until(),
                slot,
                BookingSite.person(),
                submission.answers(),
                Language.FR);
        assertThat(site.open(stolen)).isEqualTo(new SeatLost());
        assertThat(database.freeSeats(slot)).isEqualTo(1);
    }

    @Test
    void withoutTheSecurityCheckNothingIsWritten() {
        SessionId session = BookingSite.session();
        site.ask(
                HoldMessages.PLACE,
                new HoldMessages.Place(site.desk(), slot, session, Instant.now().plusSeconds(5)));
        Hold unproven =
                ((HoldOutcome.Live) site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session))).hold();
        assertThat(site.open(site.submission(session, unproven, BookingSite.person())))
                .isEqualTo(new NotProven());
        assertThat(database.freeSeats(slot)).isEqualTo(2);
    }

    @Test
    void theRulesAreJudgedAgainOnTheAppointmentsDay() {
        slot = site.sell(3);
        // Where the months differ in length several days open on the same one.
        LocalDate opensOnTheDay = database.day().plusMonths(2);
        LocalDate opensAfterTheDay = opensOnTheDay
                .datesUntil(opensOnTheDay.plusMonths(1))
                .filter(expiry -> expiry.minusMonths(2).isAfter(database.day()))
                .findFirst()
                .orElseThrow();
        assertThat(submitWith(BookingSite.renewal(opensAfterTheDay))).isEqualTo(new NotEligible());
        assertThat(submitWith(BookingSite.renewal(opensOnTheDay))).isInstanceOf(Opened.class);
        assertThat(submitWith(new Answers(site.answers().procedure(), database.day(), "97311")))
                .as("a commune of the other arrondissement")
                .isEqualTo(new NotEligible());
    }

    @Test
    void aLateRenewalOwesTheFee() {
        Opened opened = (Opened) submitWith(BookingSite.renewal(database.day().minusDays(1)));
        assertThat(database.value(
                        "select fee_euros from booking where id = ?",
                        opened.booking().value()))
                .isEqualTo("180");
        assertThat(database.value(
                        "select rules_version from booking where id = ?",
                        opened.booking().value()))
                .isEqualTo("2026-1");
    }

    private Object submitWith(Answers answers) {
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        return site.open(new Open(
                site.desk(),
                session,
                hold.id(),
                true,
                hold.expiresAt(),
                slot,
                BookingSite.person(),
                answers,
                Language.EN));
    }

    @Test
    void aSlotOfAnotherDeskOrThatDoesNotExistOrIsPastIsLost() {
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        SlotId past = database.slot(1, Instant.now().minusSeconds(60));
        for (SlotId wrong : new SlotId[] {past, new SlotId("nosuchslot")}) {
            assertThat(site.open(new Open(
                            site.desk(),
                            session,
                            hold.id(),
                            true,
                            hold.expiresAt(),
                            wrong,
                            BookingSite.person(),
                            site.answers(),
                            Language.FR)))
                    .isEqualTo(new SeatLost());
        }
    }

    @Test
    void theSlotOfTheReviewPageCountsAndNotTheOneHeldMeanwhile() {
        SlotId other = site.sell(1);
        SessionId session = BookingSite.session();
        Hold reviewed = site.hold(session, slot);
        Hold swapped = site.hold(session, other);
        assertThat(site.open(site.submission(session, reviewed, BookingSite.person())))
                .isEqualTo(new SeatLost());
        assertThat(site.open(site.submission(session, swapped, BookingSite.person())))
                .isInstanceOf(Opened.class);
        assertThat(database.freeSeats(other)).isZero();
        assertThat(database.freeSeats(slot)).isEqualTo(2);
    }

    @Test
    void aLostHoldIsTakenAgainIfTheCookieVouchesForTheCheckAndASeatIsFree() {
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        Open submission = site.submission(session, hold, BookingSite.person());
        site.lose(session);
        assertThat(site.open(submission)).isInstanceOf(Opened.class);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
        assertThat(site.free(slot)).contains(1);
    }

    @Test
    void aLostHoldThatWasNotProvenIsLost() {
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        site.lose(session);
        Open unproven = new Open(
                site.desk(),
                session,
                hold.id(),
                false,
                hold.expiresAt(),
                slot,
                BookingSite.person(),
                site.answers(),
                Language.FR);
        assertThat(site.open(unproven)).isEqualTo(new SeatLost());
        assertThat(site.free(slot)).contains(2);
    }

    @Test
    void oneProofMakesOneRequestOnly() {
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        Opened first = (Opened) site.open(submission);
        Open another = new Open(
                site.desk(),
                session,
                submission.hold(),
                true,
                submission.until(),
                slot,
                BookingSite.person(),
                site.answers(),
                Language.FR);
        assertThat(site.open(another)).isEqualTo(new OpenOutcome.OtherContent(first.booking()));
        assertThat(site.open(submission)).isEqualTo(first);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
    }

    @Test
    void aLostHoldInAFullSlotIsLost() {
        SessionId late = BookingSite.session();
        Hold hold = site.hold(late, slot);
        site.lose(late);
        site.submit(BookingSite.session(), slot, BookingSite.person());
        site.submit(BookingSite.session(), slot, BookingSite.person());
        assertThat(site.open(site.submission(late, hold, BookingSite.person()))).isEqualTo(new SeatLost());
    }

    @Test
    void whatRedisPromisedThoughPostgresqlGaveItAwayIsMendedAndAnotherSeatOfTheSlotTaken() {
        Opened owner = site.submit(BookingSite.session(), slot, BookingSite.person());
        int taken = database.count(
                "select seat_no from booking where id = ?", owner.booking().value());
        // PostgreSQL gives the seat that Redis still promises to the second session to the first one's request.
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        assertThat(hold.seat().number()).isNotEqualTo(taken);
        database.execute(
                "update seat set booking_id = null where booking_id = ?",
                owner.booking().value());
        database.execute(
                "update seat set booking_id = ?, version = version + 1 where slot_id = ? and seat_no = ?",
                owner.booking().value(),
                slot.value(),
                hold.seat().number());
        database.execute(
                "update seat set version = version + 1, mirrored = false where slot_id = ? and seat_no = ?",
                slot.value(),
                taken);
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
        Opened opened = (Opened) site.open(site.submission(session, hold, BookingSite.person()));
        assertThat(database.count(
                        "select seat_no from booking where id = ?",
                        opened.booking().value()))
                .isEqualTo(taken);
        assertThat(site.free(slot)).contains(0);
    }

    @Test
    void aCoolingSeatIsNotTakenWhateverRedisSays() {
        SlotId single = site.sell(1);
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, single);
        database.execute(
                "update seat set available_from = ? where slot_id = ?",
                Timestamp.from(Instant.now().plusSeconds(600)),
                single.value());
        assertThat(site.open(site.submission(session, hold, BookingSite.person())))
                .isEqualTo(new SeatLost());
        assertThat(database.freeSeats(single)).isEqualTo(1);
    }

    @Test
    void whoHasARequestIsToldByMailOnlyAndTheBrowserSeesNothing() {
        slot = site.sell(3);
        Applicant person = BookingSite.person();
        Opened first = site.submit(BookingSite.session(), slot, person);
        Applicant asker =
                new Applicant("Autre", "Nom", new EmailAddress("other@example.org"), person.agdref(), person.phone());

        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), asker);
        Opened answer = (Opened) site.open(submission);
        assertThat(answer.booking()).isNotEqualTo(first.booking());
        assertThat(Duration.between(first.confirmBy(), answer.confirmBy()).abs())
                .isLessThan(Duration.ofMinutes(1));
        assertThat(site.open(submission)).as("sent again").isEqualTo(answer);
        assertThat(database.freeSeats(slot)).as("owns no seat").isEqualTo(2);
        assertThat(site.free(slot)).as("its seat rests as if it were taken").contains(1);

        MailContent.AlreadyBooked told =
                (MailContent.AlreadyBooked) database.mails(first.booking()).get(1);
        assertThat(told.appointment().applicant()).isEqualTo(person);
        assertThat(database.value(
                        "select recipient from outbox where kind = 'ALREADY_BOOKED' and booking_id = ?",
                        first.booking().value()))
                .as("the address on file")
                .isEqualTo(person.email().value());
        assertLooksLikeARequest(answer.booking(), session, asker.email());
    }

    /** What a real request of the same session would answer, step by step. */
    private void assertLooksLikeARequest(BookingId id, SessionId session, EmailAddress address) {
        Opened real = site.submit(BookingSite.session(), slot, BookingSite.person());
        Waiting waiting = waiting(id, session);
        assertThat(waiting.to()).isEqualTo(address);
        assertThat(waiting.resendsLeft()).isEqualTo(2);
        assertThat(waiting.correctable()).isTrue();
        assertThat(site.ask(BookingMessages.SUBMITTED, new Submitted(id, BookingSite.session())))
                .isEqualTo(new SubmittedOutcome.Unknown());

        EmailAddress mended = new EmailAddress("mended@example.org");
        for (int i = 0; i < 2; i++) {
            assertThat(site.ask(BookingMessages.RESEND, new Resend(id, session)))
                    .isEqualTo(ResendOutcome.SENT);
            assertThat(site.ask(BookingMessages.RESEND, new Resend(id, session)))
                    .as("the same wish sent again")
                    .isEqualTo(ResendOutcome.SENT);
            database.execute("update decoy set asked_at = asked_at - interval '11 seconds' where id = ?", id.value());
        }
        assertThat(site.ask(BookingMessages.RESEND, new Resend(id, session))).isEqualTo(ResendOutcome.LIMIT_REACHED);
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(id, session, mended)))
                .isEqualTo(CorrectOutcome.CORRECTED);
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(id, session, mended)))
                .as("sent again")
                .isEqualTo(CorrectOutcome.CORRECTED);
        assertThat(site.ask(BookingMessages.CORRECT, new Correct(id, session, address)))
                .isEqualTo(CorrectOutcome.ALREADY_CORRECTED);
        assertThat(waiting(id, session).to()).isEqualTo(mended);

        assertThat(waiting(id, session).confirmBy())
                .as("fifteen minutes from when the mail was asked for")
                .isBetween(Instant.now().plusSeconds(14 * 60), Instant.now().plusSeconds(15 * 60));
        database.execute("update decoy set opened_at = opened_at - interval '31 minutes' where id = ?", id.value());
        assertThat(site.ask(BookingMessages.SUBMITTED, new Submitted(id, session)))
                .isEqualTo(new SubmittedOutcome.Lapsed());
        assertThat(site.ask(BookingMessages.RESEND, new Resend(id, session))).isEqualTo(ResendOutcome.ENDED);
        assertThat(real.booking()).isNotEqualTo(id);
    }

    @Test
    void whoAsksAgainInTheSameBrowserIsShownTheSameDecoyAgainUntilItsTimeHasPassed() {
        slot = site.sell(5);
        Applicant person = BookingSite.person();
        site.submit(BookingSite.session(), slot, person);
        SessionId session = BookingSite.session();
        Opened decoy = (Opened) site.open(site.submission(session, site.hold(session, slot), person));
        assertThat(site.open(site.submission(session, site.hold(session, slot), person)))
                .isEqualTo(new OpenOutcome.AlreadyYours(decoy.booking()));
        SessionId stranger = BookingSite.session();
        assertThat(site.open(site.submission(stranger, site.hold(stranger, slot), person)))
                .as("another browser")
                .isInstanceOf(Opened.class);
        database.execute(
                "update decoy set opened_at = opened_at - interval '16 minutes', asked_at = asked_at - interval '16 minutes'"
                        + " where id = ?",
                decoy.booking().value());
        assertThat(site.open(site.submission(session, site.hold(session, slot), person)))
                .isInstanceOf(Opened.class);
    }

    /** The page said that the time had passed and offered a new request: the mail that may still come is given up for it. */
    @Test
    void whoAsksAgainOnceTheTimeShownHasPassedGetsAnotherRequestThoughNoMailHasLeft() {
        slot = site.sell(3);
        Applicant person = BookingSite.person();
        SessionId session = BookingSite.session();
        Opened first = site.submit(session, slot, person);
        assertThat(site.open(site.submission(session, site.hold(session, slot), person)))
                .isEqualTo(new OpenOutcome.AlreadyYours(first.booking()));
        database.execute(
                "update booking set opened_at = opened_at - interval '16 minutes', confirm_by = confirm_by - interval '16 minutes'"
                        + " where id = ?",
                first.booking().value());
        database.execute(
                "update outbox set created_at = created_at - interval '16 minutes' where booking_id = ?",
                first.booking().value());
        Opened second = (Opened) site.open(site.submission(session, site.hold(session, slot), person));
        assertThat(second.booking()).isNotEqualTo(first.booking());
        assertThat(database.state(first.booking())).isEqualTo("EXPIRED");
        assertThat(database.state(second.booking())).isEqualTo("PENDING");
    }

    /** A request's deadline moves with its mail, of which a repeated answer must not tell. */
    @Test
    void aSubmissionSentAgainGetsTheSameDeadlineWhateverBecameOfTheMail() {
        slot = site.sell(1);
        SessionId session = BookingSite.session();
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        Opened opened = (Opened) site.open(submission);
        site.ask(BookingMessages.MAIL_ACCEPTED, new BookingMessages.MailAccepted(opened.booking(), Instant.now()));
        assertThat(database.count(
                        "select count(*) from booking where id = ? and confirm_by < opened_at + interval '16 minutes'",
                        opened.booking().value()))
                .isEqualTo(1);
        assertThat(site.open(submission)).isEqualTo(opened);
    }

    private Waiting waiting(BookingId id, SessionId session) {
        return (Waiting) site.ask(BookingMessages.SUBMITTED, new Submitted(id, session));
    }

    @Test
    void theAddressOnFileIsToldOnceAnHour() {
        SlotId large = site.sell(10);
        Applicant person = BookingSite.person();
        Opened first = site.submit(BookingSite.session(), large, person);
        site.submit(BookingSite.session(), large, person);
        site.submit(BookingSite.session(), large, person);
        assertThat(alreadyBookedMails(first)).isEqualTo(1);
        database.execute(
                "update outbox set created_at = created_at - interval '61 minutes' where booking_id = ?",
                first.booking().value());
        site.submit(BookingSite.session(), large, person);
        assertThat(alreadyBookedMails(first)).isEqualTo(2);
        assertThat(database.freeSeats(large)).isEqualTo(9);
    }

    private int alreadyBookedMails(Opened opened) {
        return database.count(
                "select count(*) from outbox where kind = 'ALREADY_BOOKED' and booking_id = ?",
                opened.booking().value());
    }

    @Test
    void theSameBrowserAskingAgainForTheSamePersonSeesItsOwnRequest() {
        SessionId session = BookingSite.session();
        Applicant person = BookingSite.person();
        Opened first = site.submit(session, slot, person);
        OpenOutcome again = site.open(site.submission(session, site.hold(session, slot), person));
        assertThat(again).isEqualTo(new OpenOutcome.AlreadyYours(first.booking()));
        assertThat(site.free(slot)).contains(1);
    }

    @Test
    void whoseRequestRanOutOrWhoseAppointmentIsOverMayAskAgain() {
        SlotId large = site.sell(4);
        Applicant person = BookingSite.person();
        Opened overdue = site.submit(BookingSite.session(), large, person);
        database.confirmIn(overdue.booking(), Duration.ofMillis(-1));
        Opened second = site.submit(BookingSite.session(), large, person);
        assertThat(database.state(second.booking())).isEqualTo("PENDING");
        assertThat(database.state(overdue.booking())).isEqualTo("EXPIRED");

        site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(second.booking())));
        SlotId past = database.slot(1, Instant.now().minus(Duration.ofHours(1)));
        database.execute(
                "update booking set slot_id = ?, seat_no = 0 where id = ?",
                past.value(),
                second.booking().value());
        Opened third = site.submit(BookingSite.session(), large, person);
        assertThat(database.state(third.booking())).isEqualTo("PENDING");
        assertThat(database.state(second.booking())).as("it took place").isEqualTo("BOOKED");
        database.execute(
                "update seat set booking_id = null where booking_id = ?",
                second.booking().value());
    }
}
