package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.randomSession;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Full;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Held;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many at once, over several connections: first that the race is real without the guard, then that the guard holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldRaceIT {
    private static final SlotId SLOT = new SlotId("raceslot");
    private static final SlotId OTHER = new SlotId("otherslot");
    private static final int INSTANCES = 4;
    private static final int SEATS = 10;

    private final Instant start = Instant.now().plus(Duration.ofDays(1));
    private List<TestHolds> instances;
    private DeskId desk;

    @BeforeAll
    void open() {
        instances = IntStream.range(0, INSTANCES)
                .mapToObj(i -> new TestHolds(Backends.redis()))
                .toList();
    }

    @AfterAll
    void close() {
        instances.forEach(TestHolds::close);
    }

    @BeforeEach
    void tenSeats() {
        desk = TestHolds.freshDesk();
        await(store(0).rebuild(new Rebuild(desk, freeSlot(SLOT, start, SEATS))));
    }

    /** Our script without the line that takes the seat out of the free ones. */
    @Test
    void withoutTheClaimASeatIsGivenToManyAtOnce() {
        List<HoldStore> unguarded =
                instances.stream().map(TestHolds::withoutTheClaim).toList();
        List<Future<PlaceOutcome>> wishes = new ArrayList<>();
        for (int client = 0; client < 200; client++) {
            wishes.add(unguarded.get(client % INSTANCES).place(wish(randomSession(), SLOT)));
        }
        List<Seat> seats = wishes.stream()
                .map(TestHolds::await)
                .filter(Held.class::isInstance)
                .map(held -> ((Held) held).hold().seat())
                .toList();
        assertThat(seats).hasSizeGreaterThan(SEATS);
        assertThat(new HashSet<>(seats)).hasSizeLessThan(seats.size());
    }

    @Test
    void twoThousandClientsOnTheLastTenSeatsMakeTenWinners() {
        List<Future<PlaceOutcome>> wishes = new ArrayList<>();
        for (int client = 0; client < 2_000; client++) {
            wishes.add(store(client).place(wish(randomSession(), SLOT)));
        }
        List<PlaceOutcome> outcomes = wishes.stream().map(TestHolds::await).toList();
        Set<Seat> seats = new HashSet<>();
        outcomes.stream()
                .filter(Held.class::isInstance)
                .forEach(held -> seats.add(((Held) held).hold().seat()));
        assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(SEATS);
        assertThat(outcomes).filteredOn(Full.class::isInstance).hasSize(2_000 - SEATS);
        assertThat(seats).hasSize(SEATS);
    }

    @Test
    void oneSessionInManyTabsHoldsOneSeat() {
        SessionId session = randomSession();
        List<Future<PlaceOutcome>> wishes = new ArrayList<>();
        for (int tab = 0; tab < 200; tab++) {
            wishes.add(store(tab).place(wish(session, SLOT)));
        }
        List<PlaceOutcome> outcomes = wishes.stream().map(TestHolds::await).toList();
        assertThat(outcomes).allMatch(Held.class::isInstance);
        assertThat(outcomes.stream().map(held -> ((Held) held).hold().id()))
                .containsOnly(((Held) outcomes.get(0)).hold().id());
        assertThat(counted()).isEqualTo(Map.of(SLOT, SEATS - 1));
    }

    @Test
    void swappingToAndFroAtOnceLosesNoSeat() {
        List<HoldMessages.SeatWord> both = new ArrayList<>(freeSlot(SLOT, start, SEATS));
        both.addAll(freeSlot(OTHER, start.plusSeconds(600), SEATS));
        await(store(0).rebuild(new Rebuild(desk, both)));
        List<SessionId> sessions =
                IntStream.range(0, 15).mapToObj(i -> randomSession()).toList();
        List<Future<PlaceOutcome>> wishes = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < sessions.size(); i++) {
                wishes.add(store(round + i).place(wish(sessions.get(i), round % 2 == 0 ? SLOT : OTHER)));
            }
        }
        wishes.forEach(TestHolds::await);
        int free = counted().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(free).isEqualTo(2 * SEATS - sessions.size());
    }

    @Test
    void twoInstancesRebuildingAtOnceLeaveOneWholeDesk() {
        List<Future<HoldMessages.RebuildOutcome>> rebuilds = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            List<HoldMessages.SeatWord> seats = new ArrayList<>();
            for (int slot = 0; slot < 400; slot++) {
                seats.addAll(freeSlot(new SlotId("slot" + (10_000 + slot)), start, 5));
            }
            rebuilds.add(store(i).rebuild(new Rebuild(desk, seats)));
        }
        List<HoldMessages.RebuildOutcome> outcomes =
                rebuilds.stream().map(TestHolds::await).toList();
        assertThat(outcomes).contains(HoldMessages.RebuildOutcome.REBUILT);
        assertThat(counted())
                .hasSize(400)
                .allSatisfy((slot, free) -> assertThat(free).isEqualTo(5));
        while (await(store(0).sweep(desk))) {
            // until the abandoned epochs are deleted
        }
        String epoch = holds(0).raw(desk, "meta", "HGET", "epoch").toString();
        assertThat(holds(0).keys(desk)).allMatch(key -> key.equals("meta") || key.startsWith(epoch + ":"));
    }

    private Place wish(SessionId session, SlotId slot) {
        return new Place(desk, slot, session, Instant.now().plusSeconds(60));
    }

    private Map<SlotId, Integer> counted() {
        return ((CountOutcome.Counted) await(store(0).count(desk))).free();
    }

    private TestHolds holds(int client) {
        return instances.get(client % INSTANCES);
    }

    private HoldStore store(int client) {
        return holds(client).store;
    }
}
