package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.Availability.FreeFrom;
import fr.creneau.hold.HoldMessages.Availability.Taken;
import fr.creneau.hold.HoldMessages.Availability.Withdrawn;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.hold.HoldMessages.SettleOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One chain of random acts on a desk of its own, each compared with the model. */
final class HoldChains {
    private static final Instant BEGIN = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<SlotId> SLOTS =
            List.of(new SlotId("slotaaaa"), new SlotId("slotbbbb"), new SlotId("slotcccc"));
    private static final int CAPACITY = 2;
    private static final List<SessionId> SESSIONS = List.of(
            new SessionId("s1"), new SessionId("s2"), new SessionId("s3"), new SessionId("s4"), new SessionId("s5"));

    private final TestHolds holds;
    private final HoldStore store;
    private final SplittableRandom random;
    private final DeskId desk = TestHolds.freshDesk();
    private final HoldModel model = new HoldModel(BEGIN);
    private final Map<Seat, Long> versions = new HashMap<>();
    private final Map<SessionId, String> ids = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private Instant now = BEGIN;

    HoldChains(TestHolds holds, long seed) {
        this.holds = holds;
        this.store = holds.store;
        this.random = new SplittableRandom(seed);
        log.add("seed " + seed);
    }

    /** Fails with the seed and all acts so far when store and model differ. */
    void run(int acts) {
        try {
            holds.clock(desk, now);
            rebuild();
            for (int i = 0; i < acts; i++) {
                act();
            }
            compareEverything();
        } catch (AssertionError difference) {
            throw new AssertionError(String.join("\n  ", log), difference);
        }
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 34) {
            place();
        } else if (dice < 38) {
            say(
                    "prolong",
                    session -> compare(session, await(store.prolong(desk, session)), () -> model.prolong(session)));
        } else if (dice < 48) {
            say("prove", session -> compare(session, await(store.prove(desk, session)), () -> model.prove(session)));
        } else if (dice < 55) {
            say("seal", session -> compare(session, await(store.seal(desk, session)), () -> model.seal(session)));
        } else if (dice < 62) {
            say("release", session -> {
                await(store.release(new Release(desk, session)));
                model.release(session);
            });
        } else if (dice < 68) {
            say("find", session -> compare(session, await(store.find(desk, session)), () -> {}));
        } else if (dice < 82) {
            advance();
        } else if (dice < 95) {
            settle();
        } else if (dice < 96) {
            rebuild();
        } else if (dice < 98) {
            log.add("sweep");
            await(store.sweep(desk));
        } else {
            compareEverything();
        }
    }

    private void place() {
        SessionId session = pick(SESSIONS);
        SlotId slot = random.nextInt(20) == 0 ? new SlotId("nosuchslot") : pick(SLOTS);
        Instant deadline = random.nextInt(15) == 0 ? now.minusMillis(1) : now.plusMillis(random.nextInt(2));
        HoldModel.Answer expected = model.wish(session, slot, deadline);
        log.add("place " + session.value() + " " + slot + " -> " + expected);
        Optional<HoldModel.Held> before = model.find(session);
        PlaceOutcome outcome = await(store.place(new Place(desk, slot, session, deadline)));
        switch (expected) {
            case LATE -> assertThat(outcome).isInstanceOf(PlaceOutcome.Late.class);
            case NOT_OFFERED -> assertThat(outcome).isInstanceOf(PlaceOutcome.NotOffered.class);
            case NOT_OPEN -> assertThat(outcome).isInstanceOf(PlaceOutcome.NotOpen.class);
            case FULL -> assertThat(outcome).isInstanceOf(PlaceOutcome.Full.class);
            case REPEATED -> {
                PlaceOutcome.Held held = (PlaceOutcome.Held) outcome;
                assertThat(held.repeated()).isTrue();
                assertSame(held.hold(), before.orElseThrow());
            }
            case HELD -> {
                assertThat(outcome).isInstanceOf(PlaceOutcome.Held.class);
                PlaceOutcome.Held held = (PlaceOutcome.Held) outcome;
                assertThat(held.repeated()).isFalse();
                assertThat(model.freeSeats(slot)).contains(held.hold().seat());
                if (before.isPresent()) {
                    assertThat(held.hold().id()).as("id of the chain").isEqualTo(ids.get(session));
                } else {
                    assertThat(ids.values()).doesNotContain(held.hold().id());
                }
                ids.put(session, held.hold().id());
                assertSame(held.hold(), model.given(session, held.hold().seat()));
            }
        }
    }

    private void advance() {
        int[] seconds = {0, 1, 20, 30, 60, 240, 299, 300, 600, 899, 900, 1800, 3600};
        Instant next = now.plusSeconds(seconds[random.nextInt(seconds.length)]).plusMillis(random.nextInt(3) - 1L);
        now = next.isAfter(now) ? next : now;
        log.add("now " + now);
        holds.clock(desk, now);
        model.clock(now);
    }

    private void settle() {
        List<SeatWord> words = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            Seat seat = new Seat(pick(SLOTS), random.nextInt(CAPACITY + 1));
            long last = versions.getOrDefault(seat, 1L);
            // Newer, the same again, or older: words come in any order.
            long version = Math.max(1, last + random.nextInt(4) - 1);
            versions.merge(seat, version, Math::max);
            words.add(new SeatWord(seat, start(seat.slot()), opens(), version, availability()));
        }
        log.add("settle " + words);
        assertThat(await(store.settle(new Settle(desk, words)))).isEqualTo(SettleOutcome.SETTLED);
        words.forEach(model::settle);
    }

    private Availability availability() {
        return switch (random.nextInt(6)) {
            case 0 -> new Taken();
            case 1 -> new Withdrawn();
            case 2 -> new FreeFrom(now.plusSeconds(random.nextInt(600)));
            case 3 -> new FreeFrom(now);
            default -> new FreeFrom(Instant.MIN);
        };
    }

    /** Of a slot the last word heard decides: seats of one slot need not agree on the way. */
    private Instant opens() {
        return switch (random.nextInt(8)) {
            case 0 -> now.plusSeconds(random.nextInt(600));
            case 1 -> now;
            default -> Instant.MIN;
        };
    }

    private void rebuild() {
        List<SeatWord> words = new ArrayList<>();
        for (SlotId slot : SLOTS) {
            for (int seat = 0; seat < CAPACITY; seat++) {
                long version = versions.getOrDefault(new Seat(slot, seat), 1L);
                words.add(new SeatWord(new Seat(slot, seat), start(slot), opens(), version, availability()));
            }
        }
        log.add("rebuild " + words);
        await(store.rebuild(new Rebuild(desk, words)));
        model.rebuild(words);
    }

    private void compareEverything() {
        log.add("compare");
        boolean more = true;
        while (more) {
            more = await(store.sweep(desk));
        }
        assertThat(((CountOutcome.Counted) await(store.count(desk))).free()).isEqualTo(model.count());
        for (SessionId session : SESSIONS) {
            compare(session, await(store.find(desk, session)), () -> {});
        }
    }

    private void say(String verb, Consumer<SessionId> act) {
        SessionId session = pick(SESSIONS);
        log.add(verb + " " + session.value());
        act.accept(session);
    }

    private void compare(SessionId session, HoldOutcome outcome, Runnable inModel) {
        inModel.run();
        Optional<HoldModel.Held> expected = model.find(session);
        if (expected.isEmpty()) {
            assertThat(outcome).isInstanceOf(HoldOutcome.Gone.class);
        } else {
            assertThat(outcome).isInstanceOf(HoldOutcome.Live.class);
            assertSame(((HoldOutcome.Live) outcome).hold(), expected.get());
        }
    }

    private static void assertSame(Hold hold, HoldModel.Held expected) {
        assertThat(new HoldModel.Held(hold.seat(), expected.first(), hold.expiresAt(), hold.deadline(), hold.proven()))
                .isEqualTo(expected);
    }

    /** Days ahead, but near enough for a chain that jumps by hours to see slots start. */
    private static Instant start(SlotId slot) {
        return BEGIN.plus(Duration.ofHours(2L + 4L * SLOTS.indexOf(slot)));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
