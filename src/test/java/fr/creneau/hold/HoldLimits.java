package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.randomSession;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.Rate;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.Availability.FreeFrom;
import fr.creneau.hold.HoldMessages.Availability.Taken;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Full;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Held;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Limited;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldMessages.Settle;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds cost a session and a network, whatever Redis is behind it: several instances, one count. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HoldLimits {
    /** A session: two abandoned holds, one unit back every ten minutes. A network: ten abandoned holds, a unit every two minutes. */
    private static final Config.Limits LIMITS =
            TestHolds.limits(new Rate(6, Duration.ofHours(1)), new Rate(30, Duration.ofHours(1)), 3);

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant START = NOW.plus(Duration.ofDays(2));
    private static final SlotId MORNING = new SlotId("morning1");
    private static final SlotId EVENING = new SlotId("evening1");
    private static final SlotId SOLD_OUT = new SlotId("soldout1");
    private static final String NETWORK = "c63364";
    private static final int INSTANCES = 3;

    private List<TestHolds> instances;
    private DeskId desk;

    /** The Redis under test. */
    abstract Config.Redis redis();

    @BeforeAll
    void open() {
        instances = IntStream.range(0, INSTANCES)
                .mapToObj(i -> new TestHolds(redis(), LIMITS))
                .toList();
    }

    @AfterAll
    void close() {
        instances.forEach(TestHolds::close);
    }

    @BeforeEach
    void twoLargeSlotsAndOneSoldOut() {
        desk = TestHolds.freshDesk();
        at(NOW);
        List<SeatWord> seats = new ArrayList<>(freeSlot(MORNING, START, 100));
        seats.addAll(freeSlot(EVENING, START.plusSeconds(7200), 100));
        seats.addAll(freeSlot(SOLD_OUT, START.plusSeconds(9000), 1));
        await(store(0).rebuild(new Rebuild(desk, seats)));
        assertThat(place(0, randomSession(), SOLD_OUT, Optional.empty())).isInstanceOf(Held.class);
    }

    @Test
    void aCrowdOverSeveralInstancesGetsExactlyWhatItsNetworkMayHold() {
        List<Future<PlaceOutcome>> wishes = new ArrayList<>();
        for (int client = 0; client < 600; client++) {
            wishes.add(store(client).place(wish(randomSession(), MORNING, Optional.of(NETWORK))));
        }
        List<PlaceOutcome> outcomes = wishes.stream().map(TestHolds::await).toList();
        assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(10);
        assertThat(outcomes).filteredOn(Limited.class::isInstance).hasSize(590);
        assertThat(heldSeats()).isEqualTo(10 + 1);
    }

    @Test
    void oneNetworkDoesNotCountForAnother() {
        for (int i = 0; i < 10; i++) {
            assertThat(place(i, randomSession(), MORNING, Optional.of(NETWORK))).isInstanceOf(Held.class);
        }
        assertThat(place(0, randomSession(), MORNING, Optional.of(NETWORK))).isInstanceOf(Limited.class);
        assertThat(place(0, randomSession(), MORNING, Optional.of("c63365"))).isInstanceOf(Held.class);
    }

    @Test
    void whoIsLimitedIsToldWhenToComeBackAndKeepsTheSeatHeld() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.empty());
        Hold kept = ((Held) place(1, anne, EVENING, Optional.empty())).hold();
        assertThat(place(2, anne, MORNING, Optional.empty())).isEqualTo(new Limited(Duration.ofMinutes(30)));
        assertThat(await(store(0).find(desk, anne))).isEqualTo(new HoldMessages.HoldOutcome.Live(kept));
        at(NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
        assertThat(place(2, anne, MORNING, Optional.empty())).isEqualTo(new Limited(Duration.ofMillis(1)));
        at(NOW.plus(Duration.ofMinutes(30)));
        assertThat(place(2, anne, MORNING, Optional.empty())).isInstanceOf(Held.class);
    }

    @Test
    void anExpiredHoldCountsAgainstTheNext() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.of(NETWORK));
        at(NOW.plus(Duration.ofMinutes(5)));
        place(0, anne, MORNING, Optional.of(NETWORK));
        at(NOW.plus(Duration.ofMinutes(10)));
        assertThat(place(0, anne, MORNING, Optional.of(NETWORK))).isInstanceOf(Limited.class);
    }

    @Test
    void aHoldThatWasProvenButNeverSubmittedIsAbandonedToo() {
        SessionId anne = randomSession();
        for (int i = 0; i < 2; i++) {
            assertThat(place(0, anne, MORNING, Optional.empty())).isInstanceOf(Held.class);
            await(store(0).prove(desk, anne));
            await(store(0).release(new HoldMessages.Release(desk, anne)));
        }
        assertThat(place(0, anne, MORNING, Optional.empty())).isInstanceOf(Limited.class);
    }

    @Test
    void aHoldThatBecomesARequestCostsOneUnitHoweverOftenRedisIsTold() {
        SessionId anne = randomSession();
        for (int unitsOut = 0; unitsOut < 4; unitsOut++) {
            assertThat(place(unitsOut, anne, MORNING, Optional.of(NETWORK)))
                    .as("with %d units out", unitsOut)
                    .isInstanceOf(Held.class);
            await(store(0).prove(desk, anne));
            submit(anne, new Taken());
        }
        assertThat(place(0, anne, MORNING, Optional.of(NETWORK))).isEqualTo(new Limited(Duration.ofMinutes(10)));
        // Four units of the network's thirty are out as well: 8 more abandoned holds of 3 fit, not 9.
        for (int i = 0; i < 8; i++) {
            assertThat(place(i, randomSession(), MORNING, Optional.of(NETWORK))).isInstanceOf(Held.class);
        }
        assertThat(place(0, randomSession(), MORNING, Optional.of(NETWORK))).isInstanceOf(Limited.class);
    }

    /** Or else one could count one's holds to learn what became of a request. */
    @Test
    void aRequestThatIsRefusedQuietlyCostsTheSame() {
        SessionId anne = randomSession();
        for (int unitsOut = 0; unitsOut < 4; unitsOut++) {
            assertThat(place(0, anne, MORNING, Optional.empty()))
                    .as("with %d units out", unitsOut)
                    .isInstanceOf(Held.class);
            await(store(0).prove(desk, anne));
            submit(anne, new FreeFrom(NOW.plus(Duration.ofMinutes(30))));
        }
        assertThat(place(0, anne, MORNING, Optional.empty())).isEqualTo(new Limited(Duration.ofMinutes(10)));
    }

    @Test
    void aSubmissionThatIsRefusedOpenlyGivesNothingBack() {
        SessionId anne = randomSession();
        for (int i = 0; i < 2; i++) {
            assertThat(place(0, anne, MORNING, Optional.of(NETWORK))).isInstanceOf(Held.class);
            await(store(0).prove(desk, anne));
            await(store(0).seal(desk, anne));
            await(store(0).release(new HoldMessages.Release(desk, anne)));
        }
        assertThat(place(0, anne, MORNING, Optional.of(NETWORK))).isInstanceOf(Limited.class);
    }

    /** The form is sent and PostgreSQL's word on the seat comes, twice. */
    private void submit(SessionId session, Availability word) {
        Hold sealed = ((HoldMessages.HoldOutcome.Live) await(store(1).seal(desk, session))).hold();
        SeatWord said = new SeatWord(sealed.seat(), START, 2, word);
        for (int told = 0; told < 2; told++) {
            await(store(told).settle(new Settle(desk, List.of(said))));
        }
    }

    @Test
    void changingOnesMindAfterTheSecurityCheckCostsOneUnit() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.empty());
        await(store(0).prove(desk, anne));
        for (int i = 0; i < 3; i++) {
            SlotId other = i % 2 == 0 ? EVENING : MORNING;
            assertThat(place(i, anne, other, Optional.empty())).isInstanceOf(Held.class);
        }
        assertThat(place(0, anne, MORNING, Optional.empty())).isEqualTo(new Limited(Duration.ofMinutes(10)));
        submit(anne, new Taken());
        assertThat(place(0, anne, MORNING, Optional.empty())).isInstanceOf(Limited.class);
        at(NOW.plus(Duration.ofMinutes(10)));
        assertThat(place(0, anne, MORNING, Optional.empty()))
                .as("one choice and three changes")
                .isInstanceOf(Held.class);
    }

    @Test
    void refusalsAndRepetitionsCostNothing() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.of(NETWORK));
        Map<String, String> before = everything();
        for (int i = 0; i < 20; i++) {
            assertThat(place(i, anne, MORNING, Optional.of(NETWORK)))
                    .isInstanceOfSatisfying(
                            Held.class, held -> assertThat(held.repeated()).isTrue());
            assertThat(place(i, anne, SOLD_OUT, Optional.of(NETWORK))).isInstanceOf(Full.class);
            assertThat(place(i, randomSession(), SOLD_OUT, Optional.of(NETWORK)))
                    .isInstanceOf(Full.class);
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void beingLimitedWritesNothing() {
        for (int i = 0; i < 10; i++) {
            place(i, randomSession(), MORNING, Optional.of(NETWORK));
        }
        Map<String, String> before = everything();
        for (int i = 0; i < 20; i++) {
            assertThat(place(i, randomSession(), MORNING, Optional.of(NETWORK))).isInstanceOf(Limited.class);
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aHoldThatOurLossMadeNecessaryIsNotLimited() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.empty());
        place(0, anne, EVENING, Optional.empty());
        await(store(0).release(new HoldMessages.Release(desk, anne)));
        assertThat(place(0, anne, MORNING, Optional.empty())).isInstanceOf(Limited.class);
        Place again = new Place(desk, MORNING, anne, deadline(), Optional.empty(), Optional.of("the lost hold's id"));
        assertThat(await(store(0).place(again))).isInstanceOf(Held.class);
    }

    @Test
    void networksStandInRedisUnderPseudonyms() {
        place(0, randomSession(), MORNING, Optional.of("an address"));
        assertThat(everything().keySet()).anyMatch(key -> key.startsWith("limit:hold-client:"));
        assertThat(everything().toString()).doesNotContain("an address");
    }

    @Test
    void budgetsEndByThemselvesOnceAllIsBack() {
        SessionId anne = randomSession();
        place(0, anne, MORNING, Optional.empty());
        long left = Long.parseLong(instances
                .get(0)
                .raw(desk, "limit:hold-session:" + anne.value(), "PTTL")
                .toString());
        assertThat(left)
                .isBetween(
                        Duration.ofMinutes(29).toMillis(),
                        Duration.ofMinutes(30).toMillis());
    }

    /** Whatever the desk's keys hold, by name, but for the clock. */
    private Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        for (String key : instances.get(0).keys(desk)) {
            if (!key.equals("clock")) {
                all.put(key, instances.get(0).raw(desk, key, "DUMP").toString());
            }
        }
        return all;
    }

    private int heldSeats() {
        HoldMessages.CountOutcome.Counted counted = (HoldMessages.CountOutcome.Counted) await(store(0).count(desk));
        return 201
                - counted.free().values().stream().mapToInt(Integer::intValue).sum();
    }

    private void at(Instant time) {
        instances.get(0).clock(desk, time);
    }

    private PlaceOutcome place(int instance, SessionId session, SlotId slot, Optional<String> client) {
        return await(store(instance).place(wish(session, slot, client)));
    }

    private Place wish(SessionId session, SlotId slot, Optional<String> client) {
        return new Place(desk, slot, session, deadline(), client, Optional.empty());
    }

    private static Instant deadline() {
        return NOW.plus(Duration.ofDays(1));
    }

    private HoldStore store(int instance) {
        return instances.get(instance % INSTANCES).store;
    }
}
