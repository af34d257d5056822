package fr.creneau.domain.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.waitingroom.Room.Result;
import fr.creneau.domain.waitingroom.Room.Seats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Instant OPENS = Instant.parse("2026-12-01T12:00:00Z");
    private static final Release RELEASE =
            new Release(new ReleaseId("decembre"), new DeskId("cayenne"), OPENS.minusSeconds(3_600), OPENS, true);
    private static final byte[] KEY = new byte[Draw.KEY_BYTES];

    @Test
    void beforeTheDrawNobodyHasAPosition() {
        Room room = new Room(RELEASE, "", 12, 0, Optional.empty(), 0, List.of(), Optional.empty(), new Seats(3, 3, 0));
        assertThat(room.standing(4, OPENS.minusSeconds(1))).isEqualTo(new Standing.Enrolled(OPENS, 12));
    }

    @Test
    void thePositionIsTheDraws() {
        // With a key of zeros, four tickets come at 2, 4, 3 and 1.
        Room room = drawn(4, 4, 0, List.of(), new Seats(2, 2, 0));
        assertThat(room.standing(2, OPENS)).isEqualTo(new Standing.Waiting(4, 3, Optional.empty(), 2, true));
        assertThat(room.standing(4, OPENS)).isEqualTo(new Standing.Waiting(1, 0, Optional.empty(), 2, false));
    }

    @Test
    void whoComesLaterComesAfterTheDrawInOrderOfArrival() {
        Room room = drawn(4, 6, 0, List.of(), new Seats(9, 9, 0));
        assertThat(room.standing(5, OPENS)).isEqualTo(new Standing.Waiting(5, 4, Optional.empty(), 9, false));
        assertThat(room.standing(6, OPENS)).isEqualTo(new Standing.Waiting(6, 5, Optional.empty(), 9, false));
    }

    @Test
    void aTurnLastsUntilItsEndAndIsOverAfterwards() {
        Instant until = OPENS.plusSeconds(300);
        Room room = drawn(4, 4, 2, List.of(new Call(1, 2, OPENS, until)), new Seats(2, 2, 2));
        assertThat(room.standing(4, until.minusMillis(1))).isEqualTo(new Standing.Turn(1, until));
        assertThat(room.standing(4, until)).isEqualTo(new Standing.Over(1));
        // Called long ago: the call is no longer remembered.
        assertThat(drawn(4, 4, 2, List.of(), new Seats(2, 2, 0)).standing(4, OPENS))
                .isEqualTo(new Standing.Over(1));
    }

    @Test
    void seatsThatOthersMayStillTakeAreNoChance() {
        assertThat(waiting(drawn(4, 4, 2, List.of(), new Seats(3, 3, 2)), 3).onlyIfOthersLeave())
                .isFalse();
        assertThat(waiting(drawn(4, 4, 2, List.of(), new Seats(2, 2, 2)), 3).onlyIfOthersLeave())
                .isTrue();
    }

    @Test
    void whenEverySeatIsTakenItIsSaidAtOnce() {
        Room room = drawn(4, 4, 2, List.of(), new Seats(0, 0, 0));
        assertThat(room.standing(3, OPENS)).isEqualTo(new Standing.NoChance(3));
    }

    @Test
    void theEstimateFollowsThePaceOfTheLastMinutes() {
        Instant now = OPENS.plusSeconds(60);
        // 30 people in a minute: two seconds each. What was six minutes ago does not count.
        List<Call> calls = List.of(
                new Call(1, 500, OPENS.minusSeconds(300), OPENS),
                new Call(501, 510, OPENS, now.plusSeconds(300)),
                new Call(511, 530, now, now.plusSeconds(300)));
        Room drawn = drawn(0, 1_000, 530, calls, new Seats(5, 5, 5));
        Room room = new Room(
                RELEASE,
                drawn.commitment(),
                drawn.tickets(),
                0,
                drawn.result(),
                drawn.called(),
                calls,
                Pace.of(calls, now),
                drawn.seats());
        assertThat(((Standing.Waiting) room.standing(540, now)).estimate()).contains(Duration.ofSeconds(20));
    }

    private static Room drawn(int drawn, int tickets, int called, List<Call> calls, Seats seats) {
        Result result = new Result(Draw.of(KEY, drawn), "00".repeat(Draw.KEY_BYTES));
        return new Room(
                RELEASE, Draw.commitment(KEY), tickets, 0, Optional.of(result), called, calls, Optional.empty(), seats);
    }

    private static Standing.Waiting waiting(Room room, int ticket) {
        return (Standing.Waiting) room.standing(ticket, OPENS);
    }
}
