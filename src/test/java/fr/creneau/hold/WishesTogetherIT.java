package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.opening;
import static fr.creneau.hold.TestHolds.session;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Rate;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Held;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wishes that come together share calls to Redis, and nobody can tell from the answers. */
class WishesTogetherIT {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant START = NOW.plus(Duration.ofDays(2));
    private static final ReleaseId RELEASE = new ReleaseId("decembre");
    private static final List<SlotId> SLOTS = Stream.of("slotaaaa", "slotbbbb", "slotcccc", "closed00", "nosuchslot")
            .map(SlotId::new)
            .toList();
    private static final List<SessionId> SESSIONS =
            IntStream.range(0, 12).mapToObj(i -> session("s" + i)).toList();
    private static final int RUNS = 120;
    private static final int ROUNDS = 12;

    private final TestHolds holds = new TestHolds(
            Backends.redis(),
            TestHolds.limits(new Rate(30, Duration.ofHours(1)), new Rate(60, Duration.ofHours(1)), 3));

    @AfterEach
    void close() {
        holds.close();
    }

    /** As the gate sends it. */
    private record Wish(
            SessionId session,
            SlotId slot,
            Instant deadline,
            Optional<String> client,
            Optional<String> lost,
            Optional<Integer> turn) {
        Future<Optional<PlaceOutcome>> send(HoldStore store, DeskId desk) {
            Place place = new Place(desk, slot, session, deadline, client, lost);
            return turn.map(position -> store.place(place, new Pass(RELEASE, position, session, deadline)))
                    .orElseGet(() -> store.place(place).map(Optional::of));
        }
    }

    @Test
    void wishesThatCameTogetherAreAnsweredAsIfTheyHadComeOneAfterTheOther() {
        long seed = Long.getLong("creneau.seed", System.nanoTime());
        for (int run = 0; run < RUNS; run++) {
            compare(seed + run);
        }
    }

    private void compare(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Twin together = new Twin();
        Twin single = new Twin();
        Instant now = NOW;
        for (int round = 0; round < ROUNDS; round++) {
            List<Wish> wishes = wishes(random, now);
            List<String> expected = single.oneByOne(wishes);
            assertThat(together.together(wishes))
                    .as("round %d of seed %d: %s", round, seed, wishes)
                    .isEqualTo(expected);
            int acts = random.nextInt(4);
            for (int i = 0; i < acts; i++) {
                SessionId session = pick(random, SESSIONS);
                boolean proves = random.nextBoolean();
                Stream.of(together, single).forEach(twin -> twin.act(session, proves));
            }
            now = now.plusSeconds(new int[] {0, 1, 60, 299, 300, 900}[random.nextInt(6)]);
            together.clock(now);
            single.clock(now);
            // Not swept on the way: what has expired is there to be found.
            assertThat(together.held())
                    .as("after round %d of seed %d: %s", round, seed, wishes)
                    .isEqualTo(single.held());
        }
        assertThat(together.free()).as("seed %d", seed).isEqualTo(single.free());
    }

    private static List<Wish> wishes(SplittableRandom random, Instant now) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 1 + random.nextInt(14); i > 0; i--) {
            wishes.add(new Wish(
                    pick(random, SESSIONS),
                    pick(random, SLOTS),
                    random.nextInt(12) == 0 ? now.minusMillis(1) : now.plusMillis(random.nextInt(2)),
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of("net" + random.nextInt(2)),
                    random.nextInt(10) == 0 ? Optional.of("lost" + random.nextInt(3)) : Optional.empty(),
                    random.nextInt(5) == 0 ? Optional.of(random.nextInt(6)) : Optional.empty()));
        }
        return wishes;
    }

    private static <T> T pick(SplittableRandom random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** The same desk, once for each way of sending. */
    private final class Twin {
        private final DeskId desk = TestHolds.freshDesk();
        private final Map<String, String> chains = new HashMap<>();

        Twin() {
            clock(NOW);
            List<SeatWord> seats = new ArrayList<>(freeSlot(SLOTS.get(0), START, 1));
            seats.addAll(freeSlot(SLOTS.get(1), START, 2));
            seats.addAll(freeSlot(SLOTS.get(2), START, 6));
            seats.addAll(opening(NOW.plusSeconds(600), SLOTS.get(3), START, 2, 1));
            await(holds.store.rebuild(new Rebuild(desk, seats)));
        }

        void clock(Instant now) {
            holds.clock(desk, now);
        }

        List<String> oneByOne(List<Wish> wishes) {
            return wishes.stream()
                    .map(wish -> said(await(wish.send(holds.store, desk))))
                    .toList();
        }

        List<String> together(List<Wish> wishes) {
            List<Optional<PlaceOutcome>> outcomes = atOnce(() ->
                    wishes.stream().map(wish -> wish.send(holds.store, desk)).toList());
            List<Long> fences = outcomes.stream()
                    .flatMap(Optional::stream)
                    .filter(outcome -> outcome instanceof Held held && !held.repeated())
                    .map(outcome -> ((Held) outcome).hold().fence())
                    .toList();
            assertThat(fences).doesNotHaveDuplicates().isSorted();
            return outcomes.stream().map(this::said).toList();
        }

        void act(SessionId session, boolean proves) {
            if (proves) {
                await(holds.store.prove(desk, session));
            } else {
                await(holds.store.release(new Release(desk, session)));
            }
        }

        List<String> held() {
            return SESSIONS.stream()
                    .map(session -> await(holds.store.find(desk, session)) instanceof HoldOutcome.Live live
                            ? said(live.hold())
                            : "none")
                    .toList();
        }

        Map<SlotId, Integer> free() {
            while (await(holds.store.sweep(desk))) {
                // until what has expired is counted
            }
            return ((CountOutcome.Counted) await(holds.store.count(desk))).free();
        }

        private String said(Optional<PlaceOutcome> outcome) {
            return outcome.map(known -> known instanceof Held held
                            ? (held.repeated() ? "repeated " : "held ") + said(held.hold())
                            : known.toString())
                    .orElse("pass used");
        }

        /** Ids are random: chains are known by their number. Which seat of a slot is given is the store's choice. */
        private String said(Hold hold) {
            String chain = chains.computeIfAbsent(hold.id(), id -> "chain " + chains.size());
            return String.join(
                    " ",
                    chain,
                    hold.seat().slot().value(),
                    hold.expiresAt().toString(),
                    hold.deadline().toString(),
                    String.valueOf(hold.proven()));
        }
    }

    /** More than a call cleans up: those who come back end their own expired holds, in the slot they ask for. */
    @Test
    void whoseHoldsOfThatSlotHaveExpiredGetASeatEachNoneTwice() {
        DeskId desk = deskOf(40);
        Supplier<List<Future<PlaceOutcome>>> all = () -> SESSIONS.stream()
                .map(each -> holds.store.place(new Place(desk, SLOTS.get(0), each, START)))
                .toList();
        assertThat(seats(atOnce(all))).hasSize(SESSIONS.size());
        holds.clock(desk, NOW.plus(Duration.ofMinutes(5)));
        assertThat(seats(atOnce(all))).hasSize(SESSIONS.size()).doesNotHaveDuplicates();
    }

    private static List<Integer> seats(List<PlaceOutcome> outcomes) {
        return outcomes.stream()
                .map(held -> ((Held) held).hold().seat().number())
                .toList();
    }

    @Test
    void aCrowdSharesCallsAndWhoComesAloneWaitsForNobody() {
        HoldStore counting =
                holds.changed("local answers = {}", "local answers = {} redis.call('INCR', base .. 'calls')");
        DeskId desk = deskOf(300);
        assertThat(placeAtOnce(counting, desk, 1)).hasSize(1);
        assertThat(calls(desk)).isEqualTo(1);
        assertThat(placeAtOnce(counting, desk, 1 + 3 * PlaceCalls.WISHES_IN_A_CALL))
                .allSatisfy(outcome -> assertThat(outcome.succeeded()).isTrue());
        // The first of them alone: nothing was under way.
        assertThat(calls(desk)).isEqualTo(1 + 1 + 3);
    }

    /** The guard of the second half: a script that stops on the way has written nothing. */
    @Test
    void aCallThatFailsFailsEachOfItsWishesAndLeavesNothingHalfDone() {
        String decides = "answers[#answers + 1] = decide(";
        HoldStore broken = holds.changed(decides, "if ARGV[i + 1] == 'broken' then error('seeded') end " + decides);
        DeskId desk = deskOf(20);
        List<SessionId> sessions = Stream.of("first", "before", "broken", "after")
                .map(SessionId::new)
                .toList();
        List<Future<PlaceOutcome>> outcomes = atOnceSettled(() -> sessions.stream()
                .map(each -> broken.place(new Place(desk, SLOTS.get(0), each, START)))
                .toList());
        assertThat(outcomes.stream().map(Future::succeeded)).containsExactly(true, false, false, false);
        assertThat(((CountOutcome.Counted) await(holds.store.count(desk))).free())
                .containsEntry(SLOTS.get(0), 19);
        assertThat(holds.keys(desk)).filteredOn(key -> key.contains(":held:")).hasSize(1);
        assertThat(await(holds.store.place(new Place(desk, SLOTS.get(0), session("before"), START))))
                .isInstanceOfSatisfying(
                        Held.class, held -> assertThat(held.repeated()).isFalse());
    }

    private DeskId deskOf(int seats) {
        DeskId desk = TestHolds.freshDesk();
        holds.clock(desk, NOW);
        await(holds.store.rebuild(new Rebuild(desk, freeSlot(SLOTS.get(0), START, seats))));
        return desk;
    }

    private int calls(DeskId desk) {
        return holds.raw(desk, "calls", "GET").toInteger();
    }

    private List<Future<PlaceOutcome>> placeAtOnce(HoldStore store, DeskId desk, int people) {
        return atOnceSettled(() -> IntStream.range(0, people)
                .mapToObj(i -> store.place(new Place(desk, SLOTS.get(0), TestHolds.randomSession(), START)))
                .toList());
    }

    /** Asks on the gateway's thread, so that nothing is answered before all have asked. */
    private <T> List<T> atOnce(Supplier<List<Future<T>>> wishes) {
        return atOnceSettled(wishes).stream().map(Future::result).toList();
    }

    private <T> List<Future<T>> atOnceSettled(Supplier<List<Future<T>>> wishes) {
        Promise<List<Future<T>>> asked = Promise.promise();
        holds.gateway.onContext(() -> asked.complete(wishes.get()));
        return await(asked.future().compose(all -> Future.join(all).transform(done -> Future.succeededFuture(all))));
    }
}
