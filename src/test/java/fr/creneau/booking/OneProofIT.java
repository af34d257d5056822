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
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
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
        site.lose(session);
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
        site.lose(session);
        Opened opened = (Opened) site.open(replays.get(0));
        assertThat(site.open(replays.get(1))).isEqualTo(new OtherContent(opened.booking()));
        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void copiesSentAtOnceAreAnsweredAlikeAndLeaveNoHoldBehind() {
        Open copy = submission(site.hold(session, morning));
        site.lose(session);
        List<Future<OpenOutcome>> copies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            copies.add(site.later(copy));
        }
        BookingSite.await(Future.join(copies));
        OpenOutcome opened = site.open(copy);
        assertThat(opened).isInstanceOf(Opened.class);
        assertThat(copies.stream().map(Future::result)).containsOnly(opened);
        assertThat(taken()).isEqualTo(1);
        assertThat(found()).isInstanceOf(HoldOutcome.Gone.class);
    }

    /** The slower copy saw no request yet, and gets a seat of its own when the faster one's is written. */
    @Test
    void aCopyThatComesSecondGivesBackTheSeatItTookAgain() {
        oneAfterTheOther(submission(site.hold(session, morning)));
        assertThat(taken()).isEqualTo(1);
        assertThat(found()).isInstanceOf(HoldOutcome.Gone.class);
        assertThat(site.free(morning)).contains(3);
    }

    @Test
    void aCopyThatComesSecondToTheLastSeatIsToldOfTheRequestAllTheSame() {
        SlotId last = site.sell(1);
        oneAfterTheOther(submission(site.hold(session, last)));
        assertThat(database.freeSeats(last)).isZero();
    }

    /** Two copies of a submission whose hold is lost, on two instances: both look for a request before there is one. */
    private void oneAfterTheOther(Open copy) {
        site.lose(session);
        try (BookingSite slow = new BookingSite(database)) {
            Promise<Void> rules = Promise.promise();
            slow.rules = rules.future();
            Future<OpenOutcome> second = slow.later(copy);
            Awaitility.await().untilAtomic(slow.rulesAsked, Matchers.equalTo(1));
            OpenOutcome first = site.open(copy);
            rules.complete();
            assertThat(first).isInstanceOf(Opened.class);
            assertThat(BookingSite.await(second)).isEqualTo(first);
        }
    }

    private HoldOutcome found() {
        return site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session));
    }

    @Test
    void aProofOfALostHoldDoesNotProveAnotherOne() {
        Open lost = submission(site.hold(session, morning));
        site.lose(session);
        Hold unproven = place(evening);
        assertThat(site.open(lost)).isEqualTo(new SeatLost());
        assertThat(site.open(submission(unproven))).isEqualTo(new NotProven());
        assertThat(taken()).isZero();
    }

    @Test
    void aSubmissionUnderAnotherHoldsIdDoesNotUseALiveOne() {
        Hold unproven = place(morning);
        site.lose(session);
        Hold proven = site.hold(session, morning);
        assertThat(site.open(submission(unproven))).isEqualTo(new NotProven());
        assertThat(site.open(submission(proven))).isInstanceOf(Opened.class);
        assertThat(taken()).isEqualTo(1);
    }
}
