package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.WriteRequest.Written;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.ConfirmDeadline;
import fr.creneau.domain.booking.Reference;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.pg.Pools;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many submissions in one transaction end as each of them would end alone, on the real PostgreSQL. */
class WriteTogetherIT {
    private static final ConfirmDeadline DEADLINE = new ConfirmDeadline(Duration.ofMinutes(15), Duration.ofMinutes(30));
    /** What occupies the lanes, so that all that follow share the next batch. */
    private static final int FIRST = 2;

    private static final int SEATS = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private BookingDatabase database;
    private BookingSite site;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Pool pool() {
        return Pools.open(site.vertx, database.postgres);
    }

    private WriteRequest alone() {
        return new WriteRequest(
                pool(), new PgBookingStore(DEADLINE), new Mails(site.bus), new Retry(site.vertx), Steps.PRODUCTION);
    }

    private WriteTogether together(Pool pool) {
        return new WriteTogether(pool, new PgBatchStore(DEADLINE), new Mails(site.bus), alone(), Steps.PRODUCTION);
    }

    private NewBooking on(SlotId slot, int seat) {
        return NewBookings.on(database.desk, slot, seat);
    }

    private static NewBooking like(NewBooking one, String hold, Buffer person) {
        return new NewBooking(
                one.appointment(), one.seat(), hold, one.sessionHash(), person, one.rulesVersion(), one.submission());
    }

    /** A poisoned text: PostgreSQL refuses the statement that holds it. */
    private static NewBooking unwritable(NewBooking one) {
        return copy(one, "Nul\u0000");
    }

    /** The same submission once more: ids are drawn anew. */
    private static NewBooking again(NewBooking one) {
        return copy(one, one.appointment().applicant().lastName());
    }

    private static NewBooking copy(NewBooking one, String lastName) {
        Appointment a = one.appointment();
        Applicant p = a.applicant();
        Appointment copy = new Appointment(
                new BookingId(UUID.randomUUID()),
                Reference.draw(RANDOM),
                a.state(),
                a.desk(),
                a.start(),
                a.length(),
                new Applicant(lastName, p.firstName(), p.email(), p.agdref(), p.phone()),
                a.answers(),
                a.feeEuros(),
                a.language(),
                a.revision());
        return new NewBooking(
                copy, one.seat(), one.holdId(), one.sessionHash(), one.person(), one.rulesVersion(), one.submission());
    }

    /** All that can stand in the way of a request, with some in whose way nothing stands. */
    private List<NewBooking> mixed(SlotId slot) {
        NewBooking booked = on(slot, 0);
        BookingSite.await(alone().write(booked));
        database.execute("update seat set withdrawn = true where slot_id = ? and seat_no = 1", slot.value());
        database.execute(
                "update seat set available_from = now() + interval '1 hour' where slot_id = ? and seat_no = 2",
                slot.value());
        database.execute(
                "update seat set opens_at = now() + interval '1 hour' where slot_id = ? and seat_no = 3", slot.value());
        NewBooking decoyed = on(slot, 4);
        database.execute(
                "insert into decoy (id, session_hash, hold_id, email, opened_at, asked_at)"
                        + " values (?, '\\x00', ?, 'd@example.org', now(), now())",
                UUID.randomUUID(),
                decoyed.holdId());
        NewBooking free = on(slot, 5);
        NewBooking samePerson = like(on(slot, 6), "hold-" + UUID.randomUUID(), free.person());
        NewBooking sameSeat = on(slot, 5);
        NewBooking sameHold = like(on(slot, 7), free.holdId(), Buffer.buffer(new byte[] {-1, -1, -1}));
        NewBooking activePerson = like(on(slot, 8), "hold-" + UUID.randomUUID(), booked.person());
        NewBooking usedHold = like(on(slot, 9), booked.holdId(), on(slot, 9).person());
        return List.of(
                free,
                samePerson,
                sameSeat,
                sameHold,
                on(slot, 0),
                on(slot, 1),
                on(slot, 2),
                on(slot, 3),
                decoyed,
                activePerson,
                usedHold,
                on(slot, 10),
                again(free),
                on(slot, 11));
    }

    /** In one batch, behind those that occupy the lanes. */
    private List<Future<Written>> inOneBatch(WriteTogether together, List<NewBooking> bookings) {
        SlotId other = database.slot(FIRST);
        Promise<List<Future<Written>>> asked = Promise.promise();
        site.vertx.getOrCreateContext().runOnContext(here -> {
            for (int seat = 0; seat < FIRST; seat++) {
                together.write(on(other, seat));
            }
            asked.complete(bookings.stream().map(together::write).toList());
        });
        List<Future<Written>> all = BookingSite.await(asked.future());
        BookingSite.await(Future.join(all).otherwiseEmpty());
        return all;
    }

    private static List<Class<?>> kinds(List<Future<Written>> outcomes) {
        List<Class<?>> kinds = new ArrayList<>();
        outcomes.forEach(outcome -> kinds.add(
                outcome.succeeded()
                        ? outcome.result().getClass()
                        : outcome.cause().getClass()));
        return kinds;
    }

    @Test
    void aMixedBatchEndsAsEachOfItWouldAlone() {
        SlotId slotAlone = database.slot(SEATS);
        List<Future<Written>> alone = new ArrayList<>();
        for (NewBooking booking : mixed(slotAlone)) {
            Future<Written> outcome = alone().write(booking);
            BookingSite.await(outcome);
            alone.add(outcome);
        }
        SlotId slot = database.slot(SEATS);
        List<NewBooking> bookings = mixed(slot);
        List<Future<Written>> together = inOneBatch(together(pool()), bookings);

        assertThat(kinds(together)).isEqualTo(kinds(alone));
        assertThat(kinds(together)).contains(Written.Done.class, Written.SeatTaken.class, Written.Conflict.class);
        assertThat(database.freeSeats(slot)).isEqualTo(database.freeSeats(slotAlone));
        assertThat(database.wrongSeats()).isZero();
        assertThat(database.count("select count(*) from booking b where not exists"
                        + " (select 1 from access_token t where t.booking_id = b.id) or 1 <>"
                        + " (select count(*) from outbox o where o.booking_id = b.id and o.kind = 'TO_CONFIRM')"))
                .as("requests without their link or their one mail")
                .isZero();
        assertThat(database.count(
                        "select count(distinct opened_at) from booking where slot_id = ? and seat_no in (5, 10, 11)",
                        slot.value()))
                .as("transactions for those in whose way nothing stood")
                .isEqualTo(1);
    }

    @Test
    void oneThatPostgresqlRefusesKeepsNoOtherFromItsSeat() {
        SlotId slot = database.slot(3);
        List<Future<Written>> outcomes =
                inOneBatch(together(pool()), List.of(on(slot, 0), unwritable(on(slot, 1)), on(slot, 2)));
        assertThat(kinds(outcomes))
                .containsExactly(Written.Done.class, kinds(outcomes).get(1), Written.Done.class);
        assertThat(outcomes.get(1).cause()).isInstanceOf(PgException.class);
        assertThat(database.freeSeats(slot)).isEqualTo(1);
    }

    @Test
    void aSeatThatSomebodyElseHasLockedIsWaitedForByNobodyButItsOwn() throws Exception {
        SlotId slot = database.slot(2);
        try (java.sql.Connection other = database.connect()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("select 1 from seat where slot_id = '" + slot.value() + "' and seat_no = 0 for update");
            Promise<List<Future<Written>>> asked = Promise.promise();
            WriteTogether together = together(pool());
            site.vertx
                    .getOrCreateContext()
                    .runOnContext(
                            here -> asked.complete(List.of(together.write(on(slot, 0)), together.write(on(slot, 1)))));
            List<Future<Written>> both = BookingSite.await(asked.future());
            assertThat(BookingSite.await(both.get(1))).isInstanceOf(Written.Done.class);
            assertThat(both.get(0).isComplete()).isFalse();
            other.rollback();
            assertThat(BookingSite.await(both.get(0))).isInstanceOf(Written.Done.class);
        }
    }

    /** Two instances that each write the same seats and persons, in the opposite order: each time one has it, and none waits in a circle. */
    @Test
    void batchesOfTwoInstancesShareNoSeatAndNoPerson() {
        try (BookingSite other = new BookingSite(database)) {
            WriteTogether here = together(pool());
            WriteTogether there = new WriteTogether(
                    Pools.open(other.vertx, database.postgres),
                    new PgBatchStore(DEADLINE),
                    new Mails(other.bus),
                    alone(),
                    Steps.PRODUCTION);
            SlotId slot = database.slot(200);
            List<NewBooking> some = new ArrayList<>();
            List<NewBooking> same = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                NewBooking one = on(slot, i);
                some.add(one);
                same.add(0, like(on(slot, i % 2 == 0 ? i : 100 + i), "hold-" + i, one.person()));
            }
            List<Future<Written>> all = new ArrayList<>();
            Promise<Void> asked = Promise.promise();
            site.vertx.getOrCreateContext().runOnContext(go -> {
                some.forEach(booking -> all.add(here.write(booking)));
                other.vertx.getOrCreateContext().runOnContext(and -> {
                    same.forEach(booking -> all.add(there.write(booking)));
                    asked.complete();
                });
            });
            BookingSite.await(asked.future());
            BookingSite.await(Future.all(all));
            assertThat(all.stream().filter(one -> one.result() instanceof Written.Done))
                    .hasSize(100);
            assertThat(database.wrongSeats()).isZero();
        }
    }

    /** The statement that gives many seats their owners, without asking whether they have one. */
    @Test
    void withoutTheGuardABatchGivesAwayATakenSeat() {
        Unguarded unguarded = new Unguarded("s.booking_id is null and ");
        SlotId slot = database.slot(2);
        BookingSite.await(alone().write(on(slot, 0)));
        List<Future<Written>> outcomes =
                inOneBatch(together(unguarded.pool(pool())), List.of(on(slot, 0), on(slot, 1)));
        unguarded.assertRemoved();
        assertThat(kinds(outcomes)).containsOnly(Written.Done.class);
        assertThat(database.wrongSeats()).as("owners without a seat").isEqualTo(1);
    }

    @Test
    void aBatchLeavesATakenSeatToItsOwner() {
        SlotId slot = database.slot(2);
        BookingSite.await(alone().write(on(slot, 0)));
        List<Future<Written>> outcomes = inOneBatch(together(pool()), List.of(on(slot, 0), on(slot, 1)));
        assertThat(kinds(outcomes)).containsExactly(Written.SeatTaken.class, Written.Done.class);
        assertThat(database.wrongSeats()).isZero();
    }

    /** Seats that a request names are those of its row. */
    @Test
    void eachHasTheSeatItAskedFor() {
        SlotId slot = database.slot(30);
        List<NewBooking> bookings = new ArrayList<>();
        for (int seat = 0; seat < 30; seat++) {
            bookings.add(on(slot, seat));
        }
        List<Future<Written>> outcomes = inOneBatch(together(pool()), bookings);
        for (int seat = 0; seat < 30; seat++) {
            Written.Done done = (Written.Done) outcomes.get(seat).result();
            assertThat(done.word().seat()).isEqualTo(new Seat(slot, seat));
        }
        assertThat(database.wrongSeats()).isZero();
    }
}
