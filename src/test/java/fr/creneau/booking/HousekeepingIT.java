package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.Purpose;
import fr.creneau.booking.BookingMessages.Read;
import fr.creneau.booking.BookingMessages.ReadOutcome;
import fr.creneau.config.Config;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Pools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is due by the clock, done by two instances at once. */
class HousekeepingIT {
    private BookingDatabase database;
    private BookingSite site;
    private BookingSite second;
    private SlotId slot;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database);
        second = new BookingSite(database);
        slot = site.sell(20);
    }

    @AfterEach
    void stop() {
        site.close();
        second.close();
    }

    static Housekeeping housekeeping(BookingSite site) {
        Config config = BookingSite.config(site.database.postgres, Map.of());
        Pool pool = Pools.open(site.vertx, site.database.postgres);
        PgSeatStore seats = new PgSeatStore();
        SeatMirror mirror = new SeatMirror(
                site.vertx, site.bus, pool, seats, new DeskRebuild(site.bus, pool, seats), Steps.PRODUCTION);
        PgHousekeepingStore store = new PgHousekeepingStore();
        ConfirmDeadline deadline = new ConfirmDeadline(Duration.ofMinutes(15), Duration.ofMinutes(30));
        PgBookingStore bookings = new PgBookingStore(deadline);
        Mails mails = new Mails(site.bus);
        Submissions submissions = new Submissions(
                pool,
                new PgSubmissionStore(deadline, Duration.ZERO),
                bookings,
                mails,
                new Drafts(config.security()),
                deadline,
                config.bookings().resends());
        return new Housekeeping(
                pool,
                new Overdue(pool, store, mirror, Duration.ZERO, deadline.within()),
                store,
                bookings,
                mails,
                submissions,
                config.bookings());
    }

    private void everythingTwiceAtOnce() {
        Housekeeping one = housekeeping(site);
        Housekeeping other = housekeeping(second);
        BookingSite.await(Future.all(one.expire(), other.expire(), one.daily(), other.daily()));
    }

    private BookingId booked() {
        BookingId booking =
                site.submit(BookingSite.session(), slot, BookingSite.person()).booking();
        site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(booking)));
        return booking;
    }

    @Test
    void aReminderIsSentOnceFortyEightHoursBefore() {
        BookingId booking = booked();
        everythingTwiceAtOnce();
        assertThat(reminders(booking)).as("ten days before").isZero();
        database.execute("update booking set confirmed_at = now() - interval '1 day' where id = ?", booking.value());
        database.execute("update slot set starts_at = now() + interval '47 hours' where id = ?", slot.value());
        everythingTwiceAtOnce();
        everythingTwiceAtOnce();
        assertThat(reminders(booking)).isEqualTo(1);
        MailContent.Reminder reminder = (MailContent.Reminder) database.mails(booking).stream()
                .filter(MailContent.Reminder.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(site.ask(BookingMessages.READ, new Read(reminder.token(), Purpose.MANAGE)))
                .isInstanceOf(ReadOutcome.Found.class);
    }

    @Test
    void aRowThatCannotBeReadKeepsNobodyElseFromBeingReminded() {
        BookingId broken = booked();
        BookingId good = booked();
        database.execute("update booking set confirmed_at = now() - interval '1 day'");
        database.execute("update slot set starts_at = now() + interval '47 hours' where id = ?", slot.value());
        database.execute("update booking set language = 'xx' where id = ?", broken.value());
        everythingTwiceAtOnce();
        assertThat(reminders(good)).isEqualTo(1);
        assertThat(reminders(broken)).isZero();
        assertThat(database.value("select reminded::text from booking where id = ?", broken.value()))
                .as("not met again every minute")
                .isEqualTo("true");
    }

    @Test
    void anAcceptanceThatCannotBeToldKeepsNoOtherFromBeingTold() {
        site.submit(BookingSite.session(), slot, BookingSite.person());
        site.submit(BookingSite.session(), slot, BookingSite.person());
        // In the order in which they are told: the one that cannot be comes first.
        List<String> ids = database.column("select id from booking order by id");
        String broken = ids.get(0);
        String good = ids.get(1);
        database.execute("update outbox set state = 'SENT', sent_at = now() where kind = 'TO_CONFIRM'");
        database.execute("create or replace function refuse() returns trigger as $$ begin"
                + " raise exception 'not this one'; end $$ language plpgsql");
        database.execute(
                "create trigger refused before update of mail_accepted_at on booking for each row when (old.id = '"
                        + broken + "') execute function refuse()");
        Housekeeping housekeeping = housekeeping(site);
        BookingSite.await(housekeeping.daily().otherwiseEmpty());
        assertThat(database.value("select (mail_accepted_at is not null)::text from booking where id = ?::uuid", good))
                .isEqualTo("true");
    }

    @Test
    void whoConfirmedLaterThanThatIsNotReminded() {
        BookingId booking = booked();
        database.execute("update slot set starts_at = now() + interval '47 hours' where id = ?", slot.value());
        everythingTwiceAtOnce();
        assertThat(reminders(booking)).isZero();
    }

    private long reminders(BookingId booking) {
        return database.mails(booking).stream()
                .filter(MailContent.Reminder.class::isInstance)
                .count();
    }

    @Test
    void manyRequestsExpireOnceAndTheirSeatsComeBack() {
        for (int i = 0; i < 10; i++) {
            BookingId booking = site.submit(BookingSite.session(), slot, BookingSite.person())
                    .booking();
            database.confirmIn(booking, Duration.ofMillis(-1));
        }
        everythingTwiceAtOnce();
        assertThat(database.count("select count(*) from booking where state = 'EXPIRED' and revision = 1"))
                .isEqualTo(10);
        assertThat(database.freeSeats(slot)).isEqualTo(20);
        assertThat(database.wrongSeats()).isZero();
    }

    @Test
    void requestsNeverConfirmedAreGoneAfterADay() {
        BookingId expired =
                site.submit(BookingSite.session(), slot, BookingSite.person()).booking();
        BookingId kept = booked();
        database.confirmIn(expired, Duration.ofMillis(-1));
        everythingTwiceAtOnce();
        assertThat(database.state(expired)).isEqualTo("EXPIRED");
        database.execute("update booking set opened_at = opened_at - interval '25 hours'");
        everythingTwiceAtOnce();
        assertThat(database.column("select id::text from booking")).containsExactly(kept.toString());
        assertThat(database.count("select count(*) from outbox where booking_id is distinct from ?", kept.value()))
                .isZero();
    }

    @Test
    void anAppointmentIsAboutNobodyAfterAYear() {
        BookingId booking = booked();
        database.execute("update slot set starts_at = now() - interval '364 days' where id = ?", slot.value());
        everythingTwiceAtOnce();
        assertThat(database.value("select last_name from booking where id = ?", booking.value()))
                .isNotEmpty();
        database.execute("update slot set starts_at = now() - interval '366 days' where id = ?", slot.value());
        everythingTwiceAtOnce();
        assertThat(database.value(
                        "select last_name || first_name || email || agdref || coalesce(phone, '') || commune"
                                + " || encode(person, 'hex') || encode(session_hash, 'hex') from booking where id = ?",
                        booking.value()))
                .isEmpty();
        assertThat(database.count("select count(*) from access_token")).isZero();
        assertThat(database.count("select count(*) from outbox")).isZero();
        assertThat(database.state(booking)).as("still counted").isEqualTo("BOOKED");
    }
}
