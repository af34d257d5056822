package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.ConfirmOutcome;
import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.Steps.Step;
import fr.creneau.bus.Address;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.SessionId;
import fr.creneau.outbox.MailContent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An instance dies between two effects: its Vert.x is closed while the flow waits after a step, and with it its connections. Another
 * instance then finds what is there. Whether the applicant tries again or not, no seat is lost and none has two owners.
 */
class CrashIT {
    private static final int CAPACITY = 3;
    private static final Map<String, String> SETTINGS =
            Map.of("CRENEAU_BOOKINGS_COOLING_MIN", "0s", "CRENEAU_BOOKINGS_COOLING_MAX", "0s");

    private BookingDatabase database;
    private BookingSite survivor;
    private SlotId slot;

    /** Stops for good after one step, once. */
    private static final class Crash implements Steps {
        private final Step step;
        private final Promise<Void> reached = Promise.promise();
        private volatile boolean armed;

        Crash(Step step) {
            this.step = step;
        }

        @Override
        public Future<Void> after(Step done) {
            if (!armed || done != step) {
                return Future.succeededFuture();
            }
            reached.tryComplete();
            return Promise.<Void>promise().future();
        }
    }

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        slot = database.slot(CAPACITY);
        survivor = new BookingSite(database, Steps.PRODUCTION, SETTINGS);
        await().untilAsserted(() -> assertThat(survivor.free(slot)).contains(CAPACITY));
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
    }

    @AfterEach
    void stop() {
        survivor.close();
    }

    /** Asks a new instance, and drops that instance when it has done the step. */
    private <Q, R> void dieAfter(Step step, Address<Q, R> address, Q question) {
        await().untilAsserted(() -> assertThat(database.untold()).isZero());
        Crash crash = new Crash(step);
        try (BookingSite dying = new BookingSite(database, crash, SETTINGS)) {
            crash.armed = true;
            dying.bus.request(address, question);
            crash.reached.future().await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException never) {
            throw new AssertionError("never came to " + step, never);
        }
    }

    private Open submission(SessionId session) {
        return survivor.submission(session, survivor.hold(session, slot), BookingSite.person());
    }

    @ParameterizedTest
    @EnumSource(names = {"HOLD_SEALED", "REQUEST_INSERTED", "MAIL_ADDED", "SUBMISSION_COMMITTED", "REDIS_TOLD"})
    void aSubmissionThatDiedIsTriedAgainOrNot(Step step) {
        Open triedAgain = submission(BookingSite.session());
        dieAfter(step, BookingMessages.OPEN, triedAgain);
        Opened opened = (Opened) survivor.open(triedAgain);
        assertThat(database.mails(opened.booking())).as("one mail").hasSize(1);
        assertThat(database.freeSeats(slot)).isEqualTo(CAPACITY - 1);

        Open givenUp = submission(BookingSite.session());
        dieAfter(step, BookingMessages.OPEN, givenUp);
        boolean committed = step == Step.SUBMISSION_COMMITTED || step == Step.REDIS_TOLD;
        await().untilAsserted(() -> assertThat(
                        database.count("select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                                + " and datname = current_database()"))
                .isZero());
        assertThat(database.freeSeats(slot)).isEqualTo(committed ? CAPACITY - 2 : CAPACITY - 1);
        assertEverythingAgrees();
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST_CONFIRMED", "MANAGE_TOKEN_KEPT", "CONVOCATION_ADDED", "CONFIRMATION_COMMITTED"})
    void aConfirmationThatDiedIsTriedAgainOrNot(Step step) {
        BookingId triedAgain = survivor.submit(BookingSite.session(), slot, BookingSite.person())
                .booking();
        Confirm confirm = new Confirm(database.confirmToken(triedAgain));
        dieAfter(step, BookingMessages.CONFIRM, confirm);
        assertThat(survivor.ask(BookingMessages.CONFIRM, confirm))
                .isInstanceOf(
                        step == Step.CONFIRMATION_COMMITTED
                                ? ConfirmOutcome.AlreadyConfirmed.class
                                : ConfirmOutcome.Confirmed.class);
        assertThat(convocations(triedAgain)).hasSize(1);

        BookingId givenUp = survivor.submit(BookingSite.session(), slot, BookingSite.person())
                .booking();
        dieAfter(step, BookingMessages.CONFIRM, new Confirm(database.confirmToken(givenUp)));
        boolean committed = step == Step.CONFIRMATION_COMMITTED;
        assertThat(database.state(givenUp)).isEqualTo(committed ? "BOOKED" : "PENDING");
        assertThat(convocations(givenUp)).hasSize(committed ? 1 : 0);
        assertThat(database.freeSeats(slot)).isEqualTo(CAPACITY - 2);
        assertEverythingAgrees();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"REQUEST_CANCELLED", "SEAT_FREED", "CANCELLATION_ADDED", "CANCELLATION_COMMITTED", "REDIS_TOLD"})
    void aCancellationThatDiedIsTriedAgainOrNot(Step step) {
        boolean committed = step == Step.CANCELLATION_COMMITTED || step == Step.REDIS_TOLD;
        BookingId triedAgain = survivor.submit(BookingSite.session(), slot, BookingSite.person())
                .booking();
        Cancel cancel = new Cancel(database.confirmToken(triedAgain));
        dieAfter(step, BookingMessages.CANCEL, cancel);
        assertThat(survivor.ask(BookingMessages.CANCEL, cancel))
                .isEqualTo(committed ? CancelOutcome.ALREADY_CANCELLED : CancelOutcome.CANCELLED);
        assertThat(database.mails(triedAgain))
                .filteredOn(MailContent.Cancellation.class::isInstance)
                .hasSize(1);

        BookingId givenUp = survivor.submit(BookingSite.session(), slot, BookingSite.person())
                .booking();
        dieAfter(step, BookingMessages.CANCEL, new Cancel(database.confirmToken(givenUp)));
        assertThat(database.state(givenUp)).isEqualTo(committed ? "CANCELLED" : "PENDING");
        assertThat(database.freeSeats(slot)).isEqualTo(committed ? CAPACITY : CAPACITY - 1);
        assertEverythingAgrees();
    }

    private List<MailContent> convocations(BookingId booking) {
        return database.mails(booking).stream()
                .filter(MailContent.Convocation.class::isInstance)
                .toList();
    }

    /** Nothing half done in PostgreSQL; and soon, once holds have run out, Redis counts the same free seats. */
    private void assertEverythingAgrees() {
        assertThat(database.wrongSeats()).isZero();
        assertThat(database.count("select count(*) from booking b where not exists"
                        + " (select 1 from outbox o where o.booking_id = b.id and o.kind ="
                        + " case b.state when 'CANCELLED' then 'CANCELLATION' else 'TO_CONFIRM' end)"))
                .as("requests without their mail")
                .isZero();
        assertThat(database.count("select count(*) from booking b where not exists"
                        + " (select 1 from access_token t where t.booking_id = b.id)"))
                .as("requests without a link")
                .isZero();
        survivor.lapseHolds();
        await().untilAsserted(() -> {
            assertThat(database.untold()).isZero();
            assertThat(survivor.free(slot)).contains(database.freeSeats(slot));
        });
    }
}
