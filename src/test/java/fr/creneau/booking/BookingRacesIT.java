package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import fr.creneau.pg.Pools;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two things at once, on two instances. Each race is first shown to do harm where the guard is taken out of our own SQL. */
class BookingRacesIT {
    private static final int ROUNDS = 60;

    private BookingDatabase database;
    private BookingSite one;
    private BookingSite other;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        one = new BookingSite(database);
        other = new BookingSite(database);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    /** The statement that gives a seat its owner, without asking whether it has one. */
    @Test
    void withoutTheGuardASeatGetsTwoOwners() {
        Unguarded unguarded = new Unguarded(" and booking_id is null");
        PgBookingStore store = store();
        SlotId slot = database.slot(ROUNDS);
        int doubled = 0;
        for (int seat = 0; seat < ROUNDS; seat++) {
            List<Future<WriteRequest.Written>> both = List.of(
                    write(one, unguarded.pool(pool(one)), store, slot, seat),
                    write(other, unguarded.pool(pool(other)), store, slot, seat));
            BookingSite.await(Future.all(both));
            doubled += both.stream().allMatch(written -> written.result() instanceof WriteRequest.Written.Done) ? 1 : 0;
        }
        unguarded.assertRemoved();
        assertThat(doubled).as("doubled seats of " + ROUNDS).isPositive();
        assertThat(database.wrongSeats()).as("owners without a seat").isEqualTo(doubled);
    }

    /** The same race with the guard: whatever Redis promised, one gets the seat. */
    @Test
    void aSeatPromisedToTwoHasOneOwner() {
        PgBookingStore store = store();
        SlotId slot = database.slot(ROUNDS);
        for (int seat = 0; seat < ROUNDS; seat++) {
            List<Future<WriteRequest.Written>> both =
                    List.of(write(one, pool(one), store, slot, seat), write(other, pool(other), store, slot, seat));
            BookingSite.await(Future.all(both));
            assertThat(both.stream().filter(written -> written.result() instanceof WriteRequest.Written.Done))
                    .hasSize(1);
            assertThat(both.stream().filter(written -> written.result() instanceof WriteRequest.Written.SeatTaken))
                    .hasSize(1);
        }
        assertThat(database.count("select count(*) from booking")).isEqualTo(ROUNDS);
        assertThat(database.wrongSeats()).isZero();
        assertThat(database.count("select count(*) from outbox"))
                .as("mails of owners only")
                .isEqualTo(ROUNDS);
    }

    private static PgBookingStore store() {
        return new PgBookingStore(new ConfirmDeadline(Duration.ofMinutes(15), Duration.ofMinutes(30)));
    }

    private Pool pool(BookingSite site) {
        return Pools.open(site.vertx, database.postgres);
    }

    private Future<WriteRequest.Written> write(
            BookingSite site, Pool pool, PgBookingStore store, SlotId slot, int seat) {
        return new WriteRequest(pool, store, new Mails(site.bus), new Retry(site.vertx), Steps.PRODUCTION)
                .write(NewBookings.on(database.desk, slot, seat));
    }

    /** Two holds on one seat, as after a failover of Redis that lost the first one. */
    @Test
    void twoSubmissionsForOneSeatMakeOneRequest() {
        for (int round = 0; round < 10; round++) {
            SlotId slot = one.sell(1);
            SessionId first = BookingSite.session();
            Open firstOpen = one.submission(first, one.hold(first, slot), BookingSite.person());
            one.lose(first);
            SessionId second = BookingSite.session();
            Open secondOpen = other.submission(second, other.hold(second, slot), BookingSite.person());
            List<OpenOutcome> outcomes = new ArrayList<>();
            BookingSite.await(Future.all(
                    one.bus.request(BookingMessages.OPEN, firstOpen).onSuccess(outcomes::add),
                    other.bus.request(BookingMessages.OPEN, secondOpen).onSuccess(outcomes::add)));
            assertThat(outcomes)
                    .hasSize(2)
                    .hasAtLeastOneElementOfType(Opened.class)
                    .contains(new SeatLost());
            assertThat(database.wrongSeats()).isZero();
        }
    }

    @Test
    void aDoubleClickOnTwoInstancesIsOneRequest() {
        for (int round = 0; round < 10; round++) {
            SlotId slot = one.sell(2);
            SessionId session = BookingSite.session();
            Hold hold = one.hold(session, slot);
            Open open = one.submission(session, hold, BookingSite.person());
            Future<OpenOutcome> here = one.bus.request(BookingMessages.OPEN, open);
            Future<OpenOutcome> there = other.bus.request(BookingMessages.OPEN, open);
            BookingSite.await(Future.all(here, there));
            assertThat(here.result()).isInstanceOf(Opened.class).isEqualTo(there.result());
            assertThat(database.freeSeats(slot)).isEqualTo(1);
        }
    }

    @Test
    void onePersonAskingTwiceAtOnceGetsOneRequest() {
        for (int round = 0; round < 10; round++) {
            SlotId slot = one.sell(2);
            Applicant person = BookingSite.person();
            SessionId first = BookingSite.session();
            SessionId second = BookingSite.session();
            Open firstOpen = one.submission(first, one.hold(first, slot), person);
            Open secondOpen = other.submission(second, other.hold(second, slot), person);
            Future<OpenOutcome> here = one.bus.request(BookingMessages.OPEN, firstOpen);
            Future<OpenOutcome> there = other.bus.request(BookingMessages.OPEN, secondOpen);
            BookingSite.await(Future.all(here, there));
            assertThat(here.result()).isInstanceOf(Opened.class);
            assertThat(there.result()).isInstanceOf(Opened.class);
            assertThat(database.freeSeats(slot)).isEqualTo(1);
        }
    }

    /** The statement that confirms, without asking whether the request still waits and is in time. */
    @Test
    void withoutTheGuardARequestIsConfirmedAndExpired() {
        Unguarded unguarded = new Unguarded("and b.state = 'PENDING' and now() <= b.confirm_by");
        MailedLinks links = links(unguarded.pool(pool(one)));
        PgHousekeepingStore housekeeping = new PgHousekeepingStore();
        Pool pool = pool(other);
        SlotId slot = one.sell(ROUNDS);
        int both = 0;
        for (int round = 0; round < ROUNDS; round++) {
            BookingId booking = one.submit(BookingSite.session(), slot, BookingSite.person())
                    .booking();
            String token = database.confirmToken(booking);
            database.confirmIn(booking, deadline(round % 12));
            Future<ConfirmOutcome> confirmation = links.confirm(new Confirm(token));
            BookingSite.await(Future.all(confirmation, expireUntilEnded(housekeeping, pool, booking)));
            boolean seatIsGone = database.count("select count(*) from seat where booking_id = ?", booking.value()) == 0;
            both += confirmation.result() instanceof ConfirmOutcome.Confirmed && seatIsGone ? 1 : 0;
        }
        unguarded.assertRemoved();
        assertThat(both).as("confirmed and expired of " + ROUNDS).isPositive();
        assertThat(database.wrongSeats()).as("appointments without a seat").isEqualTo(both);
    }

    /** What answers the links in mails on the first instance, on a pool of the test's. */
    private MailedLinks links(Pool pool) {
        PgSeatStore seats = new PgSeatStore();
        SeatMirror mirror = new SeatMirror(
                one.vertx, one.bus, pool, seats, new DeskRebuild(one.bus, pool, seats), Steps.PRODUCTION);
        return new MailedLinks(
                pool, store(), new Mails(one.bus), mirror, new Retry(one.vertx), () -> Duration.ZERO, Steps.PRODUCTION);
    }

    @Test
    void confirmationAndExpiryAtTheSameInstantHaveOneWinner() {
        PgHousekeepingStore housekeeping = new PgHousekeepingStore();
        SlotId slot = one.sell(ROUNDS);
        AtomicInteger confirmed = new AtomicInteger();
        AtomicInteger expired = new AtomicInteger();
        Pool pool = pool(other);
        for (int round = 0; round < ROUNDS; round++) {
            BookingId booking = one.submit(BookingSite.session(), slot, BookingSite.person())
                    .booking();
            String token = database.confirmToken(booking);
            // Most come within a few milliseconds of the deadline; now and then one side is sure to win.
            database.confirmIn(booking, deadline(round % 12));
            Future<ConfirmOutcome> confirmation = one.bus.request(BookingMessages.CONFIRM, new Confirm(token));
            Future<Void> expiry = expireUntilEnded(housekeeping, pool, booking);
            BookingSite.await(Future.all(confirmation, expiry));
            String state = database.state(booking);
            if (confirmation.result() instanceof ConfirmOutcome.Confirmed) {
                assertThat(state).isEqualTo("BOOKED");
                assertThat(convocations(booking)).isEqualTo(1);
                confirmed.incrementAndGet();
            } else {
                assertThat(confirmation.result()).isEqualTo(new ConfirmOutcome.Expired());
                assertThat(state).isEqualTo("EXPIRED");
                assertThat(convocations(booking)).isZero();
                expired.incrementAndGet();
            }
            assertThat(database.wrongSeats()).isZero();
        }
        assertThat(confirmed.get() + expired.get()).isEqualTo(ROUNDS);
        assertThat(database.freeSeats(slot)).isEqualTo(expired.get());
        assertThat(confirmed).as("both sides of the deadline were met").hasPositiveValue();
        assertThat(expired).as("both sides of the deadline were met").hasPositiveValue();
    }

    private static Duration deadline(int turn) {
        return switch (turn) {
            case 0 -> Duration.ofMillis(-1);
            case 1 -> Duration.ofSeconds(5);
            default -> Duration.ofMillis(turn - 2);
        };
    }

    /** Tries to expire from now on until the request has ended, one way or the other. */
    private static Future<Void> expireUntilEnded(PgHousekeepingStore store, Pool pool, BookingId booking) {
        return store.expire(pool, 10, Duration.ZERO)
                .compose(freed -> pool.preparedQuery("select 1 from booking where id = $1 and state = 'PENDING'")
                        .execute(Tuple.of(booking.value())))
                .compose(pending ->
                        pending.size() == 0 ? Future.succeededFuture() : expireUntilEnded(store, pool, booking));
    }

    private long convocations(BookingId booking) {
        return database.mails(booking).stream()
                .filter(MailContent.Convocation.class::isInstance)
                .count();
    }
}
