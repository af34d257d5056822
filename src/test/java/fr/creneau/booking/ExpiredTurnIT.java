package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Guard;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Ownership;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever let a seat go that was held in a turn is behind all others: the proof that is left is no way round the queue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpiredTurnIT {
    private static final ReleaseId RELEASE = new ReleaseId("decembre");

    private final BookingDatabase database = new BookingDatabase();
    private final SessionId session = BookingSite.session();
    private BookingSite site;
    private SlotId guarded;
    private SlotId ordinary;

    @BeforeAll
    void start() {
        site = new BookingSite(database);
        site.bus.answer(WaitingRoomMessages.OWNS, owns -> Future.succeededFuture(Ownership.OWN));
        database.execute(
                "insert into release (id, desk_id, enrols_from, opens_at, waiting_room) values (?, ?, now(), now(), true)",
                RELEASE.value(),
                database.desk.value());
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @BeforeEach
    void sell() {
        guarded = site.sell(2);
        ordinary = site.sell(2);
        database.execute("update slot set release_id = ? where id = ?", RELEASE.value(), guarded.value());
    }

    @Test
    void aHoldThatRanOutIsNotTakenAgain() {
        Open kept = submissionOfAHoldThatIsGone(guarded, Instant.now().minus(Duration.ofMinutes(1)));
        assertThat(site.open(kept)).isEqualTo(new SeatLost());
        assertThat(site.free(guarded)).contains(2);
        assertThat(site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session)))
                .isInstanceOf(HoldOutcome.Gone.class);
    }

    @Test
    void aHoldThatRedisLostBeforeItsEndIs() {
        Open kept = submissionOfAHoldThatIsGone(guarded, Instant.now().plus(Duration.ofMinutes(10)));
        assertThat(site.open(kept)).isInstanceOf(Opened.class);
        assertThat(database.freeSeats(guarded)).isEqualTo(1);
    }

    /** The submission was sent in time and arrived a little late. */
    @Test
    void soIsOneThatEndedWhileItsSubmissionWasUnderWay() {
        Open kept = submissionOfAHoldThatIsGone(guarded, Instant.now().minusSeconds(1));
        assertThat(site.open(kept)).isInstanceOf(Opened.class);
    }

    @Test
    void aSeatThatTakesNoTurnIsTakenAgainHoweverLate() {
        Open kept = submissionOfAHoldThatIsGone(ordinary, Instant.now().minus(Duration.ofMinutes(1)));
        assertThat(site.open(kept)).isInstanceOf(Opened.class);
    }

    /** Proven in its turn, guarded since, and gone: what the browser has kept is all that is left of it. */
    private Open submissionOfAHoldThatIsGone(SlotId slot, Instant until) {
        site.bus.announce(HoldMessages.GUARDED, new Guard(Map.of()));
        Hold held = site.hold(session, slot);
        site.bus.announce(HoldMessages.GUARDED, new Guard(Map.of(guarded, RELEASE)));
        site.lose(session);
        Hold known = new Hold(held.id(), held.desk(), held.seat(), until, held.deadline(), held.proven(), held.fence());
        return site.submission(session, known, BookingSite.person());
    }
}
