package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.NotProven;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.OtherContent;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.SessionId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One passed security check is worth one request, however its cookies are copied, kept and sent again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneProofIT {
    private final BookingDatabase database = new BookingDatabase();
    private final SessionId session = BookingSite.session();
    private BookingSite site;
    private SlotId morning;
    private SlotId evening;

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
        morning = site.sell(4);
        evening = site.sell(4);
        release();
    }

    private void release() {
        site.ask(HoldMessages.RELEASE, new HoldMessages.Release(site.desk(), session));
    }

    private Hold place(SlotId slot) {
        HoldMessages.Place wish =
                new HoldMessages.Place(site.desk(), slot, session, Instant.now().plusSeconds(20));
        return ((HoldMessages.PlaceOutcome.Held) site.ask(HoldMessages.PLACE, wish)).hold();
    }

    private Open submission(Hold hold) {
        return site.submission(session, hold, BookingSite.person());
    }

    private int taken() {
        return 8 - database.freeSeats(morning) - database.freeSeats(evening);
    }

    @Test
    void theCookiesOfASwapMakeNoRequestsOfTheirOwn() {
        Hold first = site.hold(session, morning);
        Hold second = place(evening);
        Hold third = place(morning);
        Opened opened = (Opened) site.open(submission(third));
        OtherContent refused = new OtherContent(opened.booking());
        assertThat(site.open(submission(first))).isEqualTo(refused);
        assertThat(site.open(submission(second))).isEqualTo(refused);
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void theCookiesOfASwapMakeOneRequestOnceTheHoldIsGoneToo() {
        List<Open> replays = List.of(submission(site.hold(session, morning)), submission(place(evening)));
        release();
        Opened opened = (Opened) site.open(replays.get(0));
        assertThat(site.open(replays.get(1))).isEqualTo(new OtherContent(opened.booking()));
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void copiesSentAtOnceLeaveNoProvenHoldBehind() {
        Open copy = submission(site.hold(session, morning));
        release();
        List<Future<OpenOutcome>> copies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            copies.add(site.bus.request(BookingMessages.OPEN, copy));
        }
        BookingSite.await(Future.join(copies).otherwiseEmpty());
        site.open(copy);
        assertThat(taken()).isEqualTo(1);
        HoldMessages.HoldOutcome left = site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session));
        if (left instanceof HoldMessages.HoldOutcome.Live live) {
            assertThat(live.hold().id()).as("whose request there is already").isEqualTo(copy.hold());
        }
    }

    @Test
    void aProofOfALostHoldDoesNotProveAnotherOne() {
        Open lost = submission(site.hold(session, morning));
        release();
        Hold unproven = place(evening);
        assertThat(site.open(lost)).isEqualTo(new SeatLost());
        assertThat(site.open(submission(unproven))).isEqualTo(new NotProven());
        assertThat(taken()).isZero();
    }

    @Test
    void aSubmissionUnderAnotherHoldsIdDoesNotUseALiveOne() {
        Hold unproven = place(morning);
        release();
        Hold proven = site.hold(session, morning);
        assertThat(site.open(submission(unproven))).isEqualTo(new NotProven());
        assertThat(site.open(submission(proven))).isInstanceOf(Opened.class);
        assertThat(taken()).isEqualTo(1);
    }
}
