package fr.creneau.web.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.eligibility.Answers;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.waitingroom.Call;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Room.Result;
import fr.creneau.domain.waitingroom.Room.Seats;
import fr.creneau.web.Tickets;
import fr.creneau.web.Tickets.Ticket;
import fr.creneau.web.Tickets.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomChoiceTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Room SOLD_OUT = drawn("september", Duration.ofDays(-60), 0, List.of());
    private static final Room OPEN = drawn("november", Duration.ofDays(-1), 3, List.of());
    private static final Room ENROLLING = room("december", Duration.ofDays(1), Duration.ofDays(-1));
    private static final Room TO_COME = room("january", Duration.ofDays(30), Duration.ofDays(10));

    @Test
    void aRoomThatIsSoldOutStandsBehindAllOthers() {
        assertThat(lead(List.of(), SOLD_OUT, TO_COME)).isEqualTo(TO_COME);
        assertThat(lead(List.of(), SOLD_OUT, TO_COME, ENROLLING)).isEqualTo(ENROLLING);
        assertThat(lead(List.of(), ENROLLING, OPEN, SOLD_OUT)).isEqualTo(OPEN);
    }

    @Test
    void aTicketLeadsToItsRoomAsLongAsItIsWorthAnything() {
        assertThat(lead(List.of(ticket("december")), OPEN, ENROLLING)).isEqualTo(ENROLLING);
        assertThat(lead(List.of(ticket("september")), SOLD_OUT, ENROLLING)).isEqualTo(ENROLLING);
        assertThat(lead(List.of(ticket("september")), SOLD_OUT, drawn("august", Duration.ofDays(-90), 0, List.of())))
                .isEqualTo(SOLD_OUT);
    }

    @Test
    void aTurnComesFirstUntilItIsUsedUp() {
        Call call = new Call(1, 5, NOW.minusSeconds(60), NOW.plusSeconds(60));
        Room called = drawn("november", Duration.ofDays(-1), 3, List.of(call));
        assertThat(lead(List.of(ticket("december"), ticket("november")), ENROLLING, called))
                .isEqualTo(called);
        Ticket usedUp = ticket("november").with(Optional.of(new Turn(Optional.empty(), call.until())));
        assertThat(lead(List.of(usedUp), ENROLLING, called)).isEqualTo(ENROLLING);
    }

    @Test
    void aRoomWithoutASlotOnThePersonsDaysIsNotForThem() {
        RoomChoice choice = new RoomChoice(List.of(ENROLLING), new Tickets(List.of()), release -> false, NOW);
        assertThat(choice.worthwhile()).isEmpty();
        assertThat(choice.best()).contains(ENROLLING);
        assertThat(new RoomChoice(
                                List.of(OPEN, ENROLLING),
                                new Tickets(List.of()),
                                release -> release.value().equals("december"),
                                NOW)
                        .best())
                .contains(ENROLLING);
    }

    private static Room lead(List<Ticket> tickets, Room... rooms) {
        return new RoomChoice(Stream.of(rooms).toList(), new Tickets(tickets), release -> true, NOW)
                .best()
                .orElseThrow();
    }

    private static Ticket ticket(String release) {
        return new Ticket(
                new ReleaseId(release),
                1,
                new Answers(Procedure.RENEWAL, LocalDate.parse("2027-01-01"), "97302"),
                Optional.empty(),
                "");
    }

    private static Room room(String id, Duration opens, Duration enrols) {
        return new Room(
                release(id, NOW.plus(enrols), NOW.plus(opens)),
                "",
                5,
                0,
                Optional.empty(),
                0,
                List.of(),
                Optional.empty(),
                new Seats(3, 3, 0));
    }

    private static Room drawn(String id, Duration opened, int untaken, List<Call> calls) {
        byte[] key = new byte[Draw.KEY_BYTES];
        Result result = new Result(Draw.of(key, 5), "00".repeat(Draw.KEY_BYTES));
        Instant opens = NOW.plus(opened);
        int called = calls.isEmpty() ? 0 : 5;
        return new Room(
                release(id, opens.minusSeconds(60), opens),
                "",
                5,
                0,
                Optional.of(result),
                called,
                calls,
                Optional.empty(),
                new Seats(untaken, untaken, 0));
    }

    private static Release release(String id, Instant enrols, Instant opens) {
        return new Release(new ReleaseId(id), new DeskId("cayenne"), enrols, opens, true);
    }
}
