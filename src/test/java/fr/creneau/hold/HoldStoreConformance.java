package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.opening;
import static fr.creneau.hold.TestHolds.session;
import static fr.creneau.hold.TestHolds.word;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability.FreeFrom;
import fr.creneau.hold.HoldMessages.Availability.Taken;
import fr.creneau.hold.HoldMessages.Availability.Withdrawn;
import fr.creneau.hold.HoldMessages.BeginOutcome;
import fr.creneau.hold.HoldMessages.BeginRebuild;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.CountOutcome.Counted;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Full;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Held;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Late;
import fr.creneau.hold.HoldMessages.PlaceOutcome.NotOffered;
import fr.creneau.hold.HoldMessages.PlaceOutcome.NotOpen;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldMessages.Sellout;
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.hold.HoldMessages.SettleOutcome;
import fr.creneau.hold.HoldMessages.Spend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every hold store must do, whatever Redis is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HoldStoreConformance {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final SlotId MORNING = new SlotId("morning1");
    private static final SlotId EVENING = new SlotId("evening1");
    private static final Instant START = NOW.plus(Duration.ofDays(2));
    private static final SessionId ANNE = session("anne");
    private static final SessionId BRUNO = session("bruno");

    private TestHolds holds;
    private HoldStore store;
    private DeskId desk;

    /** The Redis under test. */
    abstract Config.Redis redis();

    @BeforeAll
    void open() {
        holds = new TestHolds(redis());
        store = holds.store;
    }

    @AfterAll
    void close() {
        holds.close();
    }

    @BeforeEach
    void twoSlotsOfTwoSeats() {
        desk = TestHolds.freshDesk();
        holds.clock(desk, NOW);
        List<SeatWord> seats = new ArrayList<>(freeSlot(MORNING, START, 2));
        seats.addAll(freeSlot(EVENING, START.plusSeconds(7200), 2));
        assertThat(await(store.rebuild(new Rebuild(desk, seats)))).isEqualTo(RebuildOutcome.REBUILT);
    }

    @Test
    void aHoldLivesFiveMinutesUnproven() {
        Hold hold = held(ANNE, MORNING);
        assertThat(hold.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
        assertThat(hold.deadline()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
        assertThat(hold.proven()).isFalse();
        later(Duration.ofMinutes(5).minusMillis(1));
        assertThat(find(ANNE)).contains(hold);
        later(Duration.ofMinutes(5));
        assertThat(find(ANNE)).isEmpty();
    }

    @Test
    void aProvenHoldLivesToItsDeadline() {
        Hold hold = held(ANNE, MORNING);
        later(Duration.ofMinutes(4));
        Hold proven = live(await(store.prove(desk, ANNE))).orElseThrow();
        assertThat(proven.expiresAt()).isEqualTo(hold.deadline());
        assertThat(proven.proven()).isTrue();
        assertThat(live(await(store.prove(desk, ANNE)))).contains(proven);
        later(Duration.ofMinutes(15));
        assertThat(find(ANNE)).isEmpty();
        assertThat(live(await(store.prove(desk, ANNE)))).isEmpty();
    }

    @Test
    void anUnprovenHoldWaitsForItsMailedCodeUntilItsDeadlineOnce() {
        Hold hold = held(ANNE, MORNING);
        later(Duration.ofMinutes(4));
        Hold prolonged = live(await(store.prolong(desk, ANNE))).orElseThrow();
        assertThat(prolonged.expiresAt()).isEqualTo(hold.deadline());
        assertThat(prolonged.proven()).isFalse();
        assertThat(prolonged.id()).isEqualTo(hold.id());
        later(Duration.ofMinutes(14));
        assertThat(live(await(store.prolong(desk, ANNE)))).contains(prolonged);
        later(Duration.ofMinutes(15));
        assertThat(live(await(store.prolong(desk, ANNE)))).isEmpty();
        sweep();
        assertThat(counted()).containsEntry(MORNING, 2);
    }

    @Test
    void prolongingIsOnlyForTheSessionThatHoldsAndTakesNothingFromAProvenHold() {
        Hold hold = held(ANNE, MORNING);
        assertThat(live(await(store.prolong(desk, session("stranger"))))).isEmpty();
        assertThat(find(ANNE)).contains(hold);
        Hold proven = live(await(store.prove(desk, ANNE))).orElseThrow();
        assertThat(live(await(store.prolong(desk, ANNE)))).contains(proven);
    }

    @Test
    void swapsAndCodesTogetherKeepNoSeatUnprovenForMoreThanOneLifetime() {
        Hold first = held(ANNE, MORNING);
        later(Duration.ofMinutes(4));
        held(ANNE, EVENING);
        assertThat(live(await(store.prolong(desk, ANNE))).orElseThrow().expiresAt())
                .isEqualTo(first.deadline());
    }

    @Test
    void aSwapKeepsTheTimePromisedForAMailedCode() {
        held(ANNE, MORNING);
        later(Duration.ofMinutes(1));
        Hold promised = live(await(store.prolong(desk, ANNE))).orElseThrow();
        later(Duration.ofMinutes(2));
        Hold swapped = held(ANNE, EVENING);
        assertThat(swapped.proven()).isFalse();
        assertThat(swapped.expiresAt()).isEqualTo(promised.expiresAt());
        later(Duration.ofMinutes(14));
        Hold back = held(ANNE, MORNING);
        assertThat(back.expiresAt()).as("no more than was promised").isEqualTo(promised.expiresAt());
    }

    @Test
    void aPassThatWasGivenUpHoldsNothing() {
        ReleaseId release = new ReleaseId("decembre");
        Place wish = new Place(desk, MORNING, ANNE, NOW.plus(Duration.ofDays(1)));
        Pass seventh = new Pass(release, 7, ANNE, NOW.plus(Duration.ofMinutes(5)));
        Pass eighth = new Pass(release, 8, ANNE, NOW.plus(Duration.ofMinutes(5)));
        await(store.spend(new Spend(desk, release, 7)));
        assertThat(await(store.place(wish, seventh))).isEmpty();
        assertThat(counted()).containsEntry(MORNING, 2);
        assertThat(await(store.place(wish, eighth)).orElseThrow()).isInstanceOf(Held.class);
    }

    /** One session twice, a seat that a swap sets free, and one wish too many: in the order in which they came. */
    @Test
    void wishesThatComeTogetherAreDecidedInTheirOrder() {
        held(ANNE, MORNING);
        held(session("dora"), MORNING);
        List<Place> wishes = List.of(
                wish(session("carla"), EVENING),
                wish(session("erik"), MORNING),
                wish(ANNE, EVENING),
                wish(ANNE, EVENING),
                wish(BRUNO, MORNING),
                wish(session("fred"), MORNING));
        List<PlaceOutcome> outcomes = wishes.stream().map(store::place).toList().stream()
                .map(TestHolds::await)
                .toList();
        assertThat(outcomes.stream()
                        .map(outcome -> outcome instanceof Held held && held.repeated()
                                ? "repeated"
                                : outcome.getClass().getSimpleName()))
                .containsExactly("Held", "Full", "Held", "repeated", "Held", "Full");
        assertThat(((Held) outcomes.get(3)).hold()).isEqualTo(((Held) outcomes.get(2)).hold());
        assertThat(counted()).isEqualTo(Map.of(MORNING, 0, EVENING, 0));
    }

    private Place wish(SessionId session, SlotId slot) {
        return new Place(desk, slot, session, NOW.plus(Duration.ofDays(1000)));
    }

    @Test
    void choosingTheSameSlotAgainGivesTheSameHold() {
        Hold hold = held(ANNE, MORNING);
        later(Duration.ofMinutes(1));
        assertThat(place(ANNE, MORNING)).isEqualTo(new Held(hold, true));
        assertThat(counted()).containsEntry(MORNING, 1);
    }

    @Test
    void aFullSlotLeavesEverythingAsItIs() {
        held(ANNE, MORNING);
        held(BRUNO, MORNING);
        Hold mine = held(session("carla"), EVENING);
        assertThat(place(session("carla"), MORNING)).isInstanceOf(Full.class);
        assertThat(find(session("carla"))).contains(mine);
        assertThat(counted()).isEqualTo(Map.of(MORNING, 0, EVENING, 1));
    }

    @Test
    void fullNotOpenLateAndNotOfferedWriteNothing() {
        held(ANNE, MORNING);
        held(BRUNO, MORNING);
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(60), EVENING, START, 2, 2))));
        String before = digest();
        assertThat(place(session("carla"), MORNING)).isInstanceOf(Full.class);
        assertThat(await(store.place(new Place(desk, MORNING, ANNE, NOW.minusMillis(1)))))
                .isInstanceOf(Late.class);
        assertThat(place(ANNE, new SlotId("nosuchslot"))).isInstanceOf(NotOffered.class);
        assertThat(place(ANNE, EVENING)).isInstanceOf(NotOpen.class);
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void aFullSlotHasASeatAgainAtTheVeryInstantAHoldExpires() {
        held(ANNE, MORNING);
        held(BRUNO, MORNING);
        // More expired holds elsewhere than a choice cleans up on its way: FULL must be true all the same.
        List<SeatWord> crowd = freeSlot(new SlotId("crowded1"), START.plusSeconds(60), 20);
        await(store.settle(new Settle(desk, crowd)));
        holds.clock(desk, NOW.minusSeconds(1));
        for (int i = 0; i < 20; i++) {
            held(session("crowd" + i), new SlotId("crowded1"));
        }
        later(Duration.ofMinutes(5).minusMillis(1));
        assertThat(place(session("carla"), MORNING)).isInstanceOf(Full.class);
        later(Duration.ofMinutes(5));
        assertThat(place(session("carla"), MORNING)).isInstanceOf(Held.class);
    }

    @Test
    void swappingFreesTheFirstSeatOnceTheSecondIsTaken() {
        Hold first = held(ANNE, MORNING);
        Hold second = held(ANNE, EVENING);
        assertThat(counted()).isEqualTo(Map.of(MORNING, 2, EVENING, 1));
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.id()).as("one chain, one submission").isEqualTo(first.id());
        assertThat(find(ANNE)).contains(second);
    }

    @Test
    void aLostHoldThatHadPassedTheCheckIsTakenAgainUnderItsId() {
        Hold first = held(ANNE, MORNING);
        await(store.release(new Release(desk, ANNE)));
        Hold again = takenAgain(ANNE, EVENING, first.id());
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.proven()).isTrue();
        assertThat(again.fence()).isGreaterThan(first.fence());
        assertThat(again.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aLostHoldsProofIsWorthNothingToAnotherLiveHold() {
        Hold live = held(ANNE, MORNING);
        assertThat(takenAgain(ANNE, MORNING, "lost")).isEqualTo(live);
        Hold swapped = takenAgain(ANNE, EVENING, "lost");
        assertThat(swapped.id()).isEqualTo(live.id());
        assertThat(swapped.proven()).isFalse();
    }

    private Hold takenAgain(SessionId session, SlotId slot, String lost) {
        Place place =
                new Place(desk, slot, session, NOW.plus(Duration.ofDays(1000)), Optional.empty(), Optional.of(lost));
        return ((Held) await(store.place(place))).hold();
    }

    @Test
    void swappingKeepsTheCheckPassedButCannotHoldForEver() {
        held(ANNE, MORNING);
        await(store.prove(desk, ANNE));
        later(Duration.ofMinutes(14));
        Hold second = held(ANNE, EVENING);
        assertThat(second.proven()).isTrue();
        assertThat(second.deadline()).isEqualTo(NOW.plus(Duration.ofMinutes(29)));
        later(Duration.ofMinutes(28));
        Hold third = held(ANNE, MORNING);
        assertThat(third.deadline()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        assertThat(third.expiresAt()).isEqualTo(third.deadline());
        later(Duration.ofMinutes(30));
        assertThat(find(ANNE)).isEmpty();
    }

    @Test
    void swappingWithoutTheCheckEndsAfterOneLifetime() {
        Hold hold = held(ANNE, MORNING);
        for (int minute = 4; minute < 15; minute += 4) {
            later(Duration.ofMinutes(minute));
            hold = held(ANNE, hold.seat().slot().equals(MORNING) ? EVENING : MORNING);
        }
        assertThat(hold.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aSealKeepsTheSeatForTheTransactionAndForAnotherTryByHand() {
        held(ANNE, MORNING);
        await(store.prove(desk, ANNE));
        later(Duration.ofMinutes(15).minusMillis(1));
        Hold sealed = live(await(store.seal(desk, ANNE))).orElseThrow();
        assertThat(sealed.expiresAt())
                .isEqualTo(NOW.plus(Duration.ofMinutes(18)).minusMillis(1));
        later(Duration.ofMinutes(17).plusSeconds(59));
        assertThat(find(ANNE)).contains(sealed);
    }

    @Test
    void aSealShortBeforeTheLimitKeepsTheSeatForTheTransactionOnly() {
        held(ANNE, MORNING);
        await(store.prove(desk, ANNE));
        for (int minute : new int[] {14, 16, 18, 20, 22, 24, 26, 28}) {
            later(Duration.ofMinutes(minute));
            assertThat(live(await(store.seal(desk, ANNE)))).isPresent();
        }
        assertThat(find(ANNE).orElseThrow().expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
        later(Duration.ofMinutes(30).minusMillis(1));
        assertThat(live(await(store.seal(desk, ANNE))).orElseThrow().expiresAt())
                .isEqualTo(NOW.plus(Duration.ofMinutes(30)).plusSeconds(30).minusMillis(1));
    }

    @Test
    void aSealNeverShortensAHold() {
        held(ANNE, MORNING);
        Hold proven = live(await(store.prove(desk, ANNE))).orElseThrow();
        assertThat(live(await(store.seal(desk, ANNE)))).contains(proven);
    }

    @Test
    void aSealDoesNotKeepAnUnprovenHold() {
        Hold hold = held(ANNE, MORNING);
        later(Duration.ofMinutes(5).minusMillis(1));
        assertThat(live(await(store.seal(desk, ANNE)))).contains(hold);
        later(Duration.ofMinutes(5));
        assertThat(live(await(store.seal(desk, ANNE)))).isEmpty();
    }

    @Test
    void repeatedSealsEndWithTheExtension() {
        held(ANNE, MORNING);
        await(store.prove(desk, ANNE));
        Instant now = NOW.plus(Duration.ofMinutes(14));
        Optional<Hold> last = Optional.empty();
        for (int i = 0; i < 60; i++, now = now.plusSeconds(20)) {
            holds.clock(desk, now);
            Optional<Hold> sealed = live(await(store.seal(desk, ANNE)));
            if (sealed.isEmpty()) {
                break;
            }
            last = sealed;
        }
        assertThat(last.orElseThrow().expiresAt())
                .isBetween(
                        NOW.plus(Duration.ofMinutes(30)),
                        NOW.plus(Duration.ofMinutes(30)).plusSeconds(30));
        holds.clock(desk, NOW.plus(Duration.ofMinutes(31)));
        assertThat(find(ANNE)).isEmpty();
    }

    @Test
    void aReleasedSeatIsFreeAtOnceAndReleasingAgainIsNoFault() {
        held(ANNE, MORNING);
        await(store.release(new Release(desk, ANNE)));
        await(store.release(new Release(desk, ANNE)));
        assertThat(find(ANNE)).isEmpty();
        assertThat(counted()).containsEntry(MORNING, 2);
    }

    @Test
    void aReleaseMeantForAnOlderHoldLeavesTheLaterOneAlone() {
        Hold first = held(ANNE, MORNING);
        Hold second = held(ANNE, EVENING);
        await(store.release(new Release(desk, ANNE, first.fence())));
        assertThat(find(ANNE)).contains(second);
        await(store.release(new Release(desk, ANNE, second.fence())));
        assertThat(find(ANNE)).isEmpty();
    }

    @Test
    void aSeatThatCoolsIsNotGivenBeforeItsTime() {
        settle(word(MORNING, START, 0, 2, new FreeFrom(NOW.plusSeconds(60))), word(MORNING, START, 1, 2, new Taken()));
        assertThat(place(ANNE, MORNING)).isInstanceOf(Full.class);
        later(Duration.ofSeconds(60).minusMillis(1));
        assertThat(place(ANNE, MORNING)).isInstanceOf(Full.class);
        later(Duration.ofSeconds(60));
        assertThat(place(ANNE, MORNING)).isInstanceOf(Held.class);
    }

    @Test
    void noSeatIsGivenBeforeItsReleaseOpensAndAllAreFromThatInstantOn() {
        Instant opens = NOW.plusSeconds(60);
        await(store.settle(new Settle(desk, opening(opens, MORNING, START, 2, 2))));
        later(Duration.ofSeconds(60).minusMillis(1));
        assertThat(place(ANNE, MORNING)).isEqualTo(new NotOpen(opens));
        assertThat(count()).isEqualTo(new Counted(Map.of(MORNING, 0, EVENING, 2), opens.minusMillis(1)));
        later(Duration.ofSeconds(60));
        assertThat(count()).isEqualTo(new Counted(Map.of(MORNING, 2, EVENING, 2), opens));
        held(ANNE, MORNING);
        held(BRUNO, MORNING);
        assertThat(place(session("carla"), MORNING)).isInstanceOf(Full.class);
    }

    @Test
    void aCountTellsWhichSlotsAreFullAndWhoHoldsSeats() {
        held(ANNE, MORNING);
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(60), EVENING, START, 2, 2))));
        // A slot that has not opened is not full, although it has no free seat.
        assertSellout(Set.of(), Set.of(ANNE));
        held(BRUNO, MORNING);
        assertSellout(Set.of(MORNING), Set.of(ANNE, BRUNO));
        await(store.release(new Release(desk, ANNE)));
        assertSellout(Set.of(), Set.of(BRUNO));
        later(Duration.ofSeconds(60));
        held(ANNE, EVENING);
        held(session("carla"), EVENING);
        assertSellout(Set.of(EVENING), Set.of(ANNE, BRUNO, session("carla")));
    }

    /** The sweep may be behind: whoever asks for that slot finds the seat all the same. */
    @Test
    void aSlotWithAHoldThatRanOutIsNotFull() {
        held(ANNE, MORNING);
        later(Duration.ofMinutes(1));
        held(BRUNO, MORNING);
        later(Duration.ofMinutes(5).minusMillis(1));
        assertThat(sellout().full()).containsExactly(MORNING);
        later(Duration.ofMinutes(5));
        assertThat(sellout().full()).isEmpty();
        assertThat(counted()).containsEntry(MORNING, 0);
        held(session("carla"), MORNING);
        assertThat(sellout().full()).containsExactly(MORNING);
    }

    private void assertSellout(Set<SlotId> full, Set<SessionId> holders) {
        long before = System.nanoTime();
        Sellout sellout = sellout();
        assertThat(sellout).isEqualTo(new Sellout(desk, full, holders, sellout.asked()));
        assertThat(sellout.asked()).isBetween(before, System.nanoTime());
    }

    private Sellout sellout() {
        holds.sellouts.clear();
        count();
        assertThat(holds.sellouts).hasSize(1);
        return holds.sellouts.get(0);
    }

    @Test
    void whoAsksForASlotThatIsNotOpenKeepsTheSeatHeldElsewhere() {
        Hold mine = held(ANNE, EVENING);
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(60), MORNING, START, 2, 2))));
        assertThat(place(ANNE, MORNING)).isInstanceOf(NotOpen.class);
        assertThat(find(ANNE)).contains(mine);
    }

    @Test
    void anOpeningThatIsPutOffEndsTheHoldsAndOneBroughtForwardOpens() {
        held(ANNE, MORNING);
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(600), MORNING, START, 2, 2))));
        assertThat(find(ANNE)).isEmpty();
        assertThat(place(ANNE, MORNING)).isEqualTo(new NotOpen(NOW.plusSeconds(600)));
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(60), MORNING, START, 2, 3))));
        // Words that come late do not move it back.
        await(store.settle(new Settle(desk, freeSlot(MORNING, START, 2))));
        await(store.settle(new Settle(desk, opening(NOW.plusSeconds(600), MORNING, START, 2, 2))));
        assertThat(place(ANNE, MORNING)).isEqualTo(new NotOpen(NOW.plusSeconds(60)));
        later(Duration.ofSeconds(60));
        assertThat(counted()).containsEntry(MORNING, 2);
        held(ANNE, MORNING);
    }

    /** The words on an opening that is put off come one by one: the seats whose word is still to come are closed all the same. */
    @Test
    void aHoldThatEndsBeforeTheOpeningGivesItsSeatToNobody() {
        Hold first = held(ANNE, MORNING);
        int other = 1 - first.seat().number();
        List<SeatWord> words = opening(NOW.plus(Duration.ofHours(1)), MORNING, START, 2, 2);
        settle(words.get(other));
        assertThat(find(ANNE)).contains(first);
        assertThat(place(ANNE, MORNING)).isInstanceOf(NotOpen.class);
        later(Duration.ofMinutes(5));
        sweep();
        assertThat(place(BRUNO, MORNING)).isInstanceOf(NotOpen.class);
        assertThat(counted()).containsEntry(MORNING, 0);
        later(Duration.ofHours(1));
        assertThat(counted()).containsEntry(MORNING, 2);
    }

    @Test
    void aSeatThatCoolsLongerThanItsReleaseIsClosedCoolsOn() {
        Instant opens = NOW.plusSeconds(60);
        List<SeatWord> words = new ArrayList<>(opening(opens, MORNING, START, 2, 2));
        words.set(0, new SeatWord(words.get(0).seat(), START, opens, 2, new FreeFrom(NOW.plusSeconds(90))));
        await(store.settle(new Settle(desk, words)));
        later(Duration.ofSeconds(60));
        assertThat(held(ANNE, MORNING).seat().number()).isEqualTo(1);
        assertThat(place(BRUNO, MORNING)).isInstanceOf(Full.class);
        later(Duration.ofSeconds(90));
        held(BRUNO, MORNING);
    }

    @Test
    void aRebuildKeepsTheOpening() {
        Instant opens = NOW.plusSeconds(60);
        await(store.rebuild(new Rebuild(desk, opening(opens, MORNING, START, 2, 1))));
        assertThat(place(ANNE, MORNING)).isEqualTo(new NotOpen(opens));
        later(Duration.ofSeconds(60));
        held(ANNE, MORNING);
    }

    @Test
    void aSlotThatHasStartedIsNotOffered() {
        holds.clock(desk, START.minusMillis(1));
        assertThat(place(ANNE, MORNING)).isInstanceOf(Held.class);
        holds.clock(desk, START);
        assertThat(place(BRUNO, MORNING)).isInstanceOf(NotOffered.class);
        assertThat(counted()).containsOnlyKeys(EVENING);
    }

    @Test
    void aTakenSeatEndsTheHoldOnIt() {
        Hold hold = held(ANNE, MORNING);
        settle(word(MORNING, START, hold.seat().number(), 2, new Taken()));
        assertThat(find(ANNE)).isEmpty();
        assertThat(counted()).containsEntry(MORNING, 1);
        later(Duration.ofMinutes(20));
        sweep();
        assertThat(counted()).containsEntry(MORNING, 1);
    }

    @Test
    void aWordOlderThanTheLastOneChangesNothing() {
        settle(word(MORNING, START, 0, 3, new Taken()));
        settle(word(MORNING, START, 0, 2, new FreeFrom(Instant.MIN)));
        assertThat(counted()).containsEntry(MORNING, 1);
        settle(word(MORNING, START, 0, 3, new Withdrawn()));
        settle(word(MORNING, START, 0, 3, new Taken()));
        assertThat(counted()).containsEntry(MORNING, 1);
        settle(word(MORNING, START, 0, 4, new FreeFrom(Instant.MIN)));
        assertThat(counted()).containsEntry(MORNING, 2);
    }

    @Test
    void thatASeatIsFreeDoesNotEndTheHoldOnItButThatItCoolsDoes() {
        Hold hold = held(ANNE, MORNING);
        settle(word(MORNING, START, hold.seat().number(), 2, new FreeFrom(NOW)));
        assertThat(find(ANNE)).contains(hold);
        assertThat(counted()).containsEntry(MORNING, 1);
        settle(word(MORNING, START, hold.seat().number(), 3, new FreeFrom(NOW.plusSeconds(1))));
        assertThat(find(ANNE)).isEmpty();
        assertThat(counted()).containsEntry(MORNING, 1);
    }

    @Test
    void aWithdrawnSlotIsNotOfferedAndComesBackWithANewerWord() {
        held(ANNE, MORNING);
        settle(word(MORNING, START, 0, 2, new Withdrawn()), word(MORNING, START, 1, 2, new Withdrawn()));
        assertThat(find(ANNE)).isEmpty();
        assertThat(place(BRUNO, MORNING)).isInstanceOf(NotOffered.class);
        assertThat(counted()).containsOnlyKeys(EVENING);
        settle(word(MORNING, START, 0, 3, new FreeFrom(NOW)));
        assertThat(counted()).containsEntry(MORNING, 1);
    }

    @Test
    void aNewSlotIsOnSaleOnceSettled() {
        SlotId added = new SlotId("addedslot");
        await(store.settle(new Settle(desk, freeSlot(added, START, 3))));
        assertThat(counted()).containsEntry(added, 3);
        assertThat(place(ANNE, added)).isInstanceOf(Held.class);
    }

    @Test
    void sweepingFreesExpiredHoldsAndForgetsPastSlots() {
        held(ANNE, MORNING);
        held(BRUNO, EVENING);
        later(Duration.ofMinutes(5));
        sweep();
        assertThat(counted()).isEqualTo(Map.of(MORNING, 2, EVENING, 2));
        for (int i = 0; i < 60; i++) {
            await(store.settle(new Settle(desk, freeSlot(new SlotId("addedslot" + i), START.minusSeconds(i), 1))));
        }
        holds.clock(desk, START.plus(Duration.ofDays(1)));
        sweep();
        assertThat(counted()).isEmpty();
        assertThat(keys()).containsOnly("meta", "clock");
    }

    @Test
    void aSessionKeyLostBeforeItsTimeGivesTheSeatBackAndHarmsNoLaterHold() {
        held(ANNE, MORNING);
        String epoch = holds.raw(desk, "meta", "HGET", "epoch").toString();
        holds.raw(desk, epoch + ":held:anne", "DEL");
        later(Duration.ofMinutes(1));
        Hold next = held(ANNE, EVENING);
        later(Duration.ofMinutes(5));
        sweep();
        assertThat(counted()).isEqualTo(Map.of(MORNING, 2, EVENING, 1));
        assertThat(find(ANNE)).contains(next);
    }

    @Test
    void aSweepDoesABoundedPieceOfWork() {
        SlotId large = new SlotId("largeslot");
        await(store.settle(new Settle(desk, freeSlot(large, START, 1_200))));
        assertThat(counted()).containsEntry(large, 1_200);
        for (int i = 0; i < 450; i++) {
            held(session("crowd" + i), large);
        }
        later(Duration.ofMinutes(5));
        assertThat(await(store.sweep(desk))).isTrue();
        assertThat(counted()).containsEntry(large, 950);
        assertThat(await(store.sweep(desk))).isTrue();
        assertThat(await(store.sweep(desk))).isFalse();
        assertThat(counted()).containsEntry(large, 1_200);
    }

    @Test
    void aDeskRedisKnowsNothingOfIsToldOf() {
        DeskId stranger = TestHolds.freshDesk();
        assertThat(await(store.place(
                        new Place(stranger, MORNING, ANNE, Instant.now().plusSeconds(60)))))
                .isInstanceOf(PlaceOutcome.Rebuilding.class);
        assertThat(await(store.find(stranger, ANNE))).isInstanceOf(HoldOutcome.Rebuilding.class);
        assertThat(await(store.count(stranger))).isInstanceOf(CountOutcome.Rebuilding.class);
        assertThat(await(store.settle(new Settle(stranger, freeSlot(MORNING, START, 1)))))
                .isEqualTo(SettleOutcome.REBUILD_NEEDED);
        assertThat(holds.unknown).containsOnlyOnce(stranger);
    }

    @Test
    void aRebuildReplacesEverythingAndTheOldEpochIsCleanedAway() {
        held(ANNE, MORNING);
        SlotId only = new SlotId("onlyslot1");
        assertThat(await(store.rebuild(new Rebuild(desk, freeSlot(only, START, 1)))))
                .isEqualTo(RebuildOutcome.REBUILT);
        assertThat(counted()).isEqualTo(Map.of(only, 1));
        assertThat(find(ANNE)).isEmpty();
        sweep();
        String epoch = holds.raw(desk, "meta", "HGET", "epoch").toString();
        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "meta", "clock", epoch + ":slots", epoch + ":slot:onlyslot1", epoch + ":free:onlyslot1");
    }

    @Test
    void whileADeskIsRebuiltNobodyIsServedAndNoWordIsLostSilently() {
        String epoch = begun(await(store.beginRebuild(new BeginRebuild(desk, false))));
        assertThat(place(ANNE, MORNING)).isInstanceOf(PlaceOutcome.Rebuilding.class);
        assertThat(await(store.settle(new Settle(desk, List.of(word(MORNING, START, 0, 2, new Taken()))))))
                .isEqualTo(SettleOutcome.REBUILD_NEEDED);
        assertThat(await(store.rebuild(new Rebuild(desk, Optional.of(epoch), freeSlot(MORNING, START, 1)))))
                .isEqualTo(RebuildOutcome.REBUILT);
        assertThat(counted()).isEqualTo(Map.of(MORNING, 1));
    }

    /** The race itself: a rebuild that reads its seats before it begins forgets what was settled in between. */
    @Test
    void aRebuildFromSeatsReadBeforeItBeganForgetsAWord() {
        List<SeatWord> read = freeSlot(MORNING, START, 1);
        settle(word(MORNING, START, 0, 2, new Taken()));
        await(store.rebuild(new Rebuild(desk, read)));
        assertThat(counted()).isEqualTo(Map.of(MORNING, 1));
    }

    @Test
    void aRebuildThatBeginsBeforeItReadsHasThoseSettleAgainWhomItMissed() {
        String epoch = begun(await(store.beginRebuild(new BeginRebuild(desk, false))));
        List<SeatWord> read = freeSlot(MORNING, START, 1);
        Settle missed = new Settle(desk, List.of(word(MORNING, START, 0, 2, new Taken())));
        assertThat(await(store.settle(missed))).isEqualTo(SettleOutcome.REBUILD_NEEDED);
        await(store.rebuild(new Rebuild(desk, Optional.of(epoch), read)));
        assertThat(await(store.settle(missed))).isEqualTo(SettleOutcome.SETTLED);
        assertThat(counted()).isEqualTo(Map.of(MORNING, 0));
    }

    @Test
    void wordsMayComeInAnyOrderAndTwice() {
        List<SeatWord> words = new ArrayList<>();
        for (int seat = 0; seat < 3; seat++) {
            words.add(word(MORNING, START, seat, 2, new Taken()));
            words.add(word(MORNING, START, seat, 3, new FreeFrom(NOW.plusSeconds(60))));
            words.add(word(MORNING, START, seat, 4, new Withdrawn()));
            words.add(word(MORNING, START, seat, 5, seat == 2 ? new Taken() : new FreeFrom(NOW)));
        }
        settle(words.toArray(SeatWord[]::new));
        Map<SlotId, Integer> expected = counted();
        assertThat(expected).containsEntry(MORNING, 2);
        Random random = new Random(42);
        for (int round = 0; round < 30; round++) {
            twoSlotsOfTwoSeats();
            List<SeatWord> shuffled = new ArrayList<>(words);
            shuffled.addAll(words);
            Collections.shuffle(shuffled, random);
            shuffled.forEach(this::settle);
            assertThat(counted()).isEqualTo(expected);
        }
    }

    @Test
    void everyKeyOfASessionExpiresByItselfAndNamesNobody() {
        held(ANNE, MORNING);
        String epoch = holds.raw(desk, "meta", "HGET", "epoch").toString();
        assertThat(holds.raw(desk, epoch + ":held:anne", "PTTL").toLong())
                .isBetween(1L, Duration.ofMinutes(17).toMillis());
        assertThat(keys()).filteredOn(key -> key.contains("anne")).hasSize(1);
    }

    @Test
    void ofTwoInstancesOnlyOneIsToldToRebuild() {
        DeskId stranger = TestHolds.freshDesk();
        holds.clock(stranger, NOW);
        String epoch = begun(await(store.beginRebuild(new BeginRebuild(stranger, true))));
        assertThat(await(store.beginRebuild(new BeginRebuild(stranger, true)))).isEqualTo(new BeginOutcome.NotNeeded());
        await(store.rebuild(new Rebuild(stranger, Optional.of(epoch), freeSlot(MORNING, START, 1))));
        assertThat(await(store.beginRebuild(new BeginRebuild(stranger, true)))).isEqualTo(new BeginOutcome.NotNeeded());
    }

    @Test
    void aRebuildThatWasOvertakenChangesNothing() {
        String stale = begun(await(store.beginRebuild(new BeginRebuild(desk, false))));
        later(Duration.ofSeconds(11));
        String epoch = begun(await(store.beginRebuild(new BeginRebuild(desk, true))));
        assertThat(Long.parseLong(epoch)).isGreaterThan(Long.parseLong(stale));
        assertThat(await(store.rebuild(new Rebuild(desk, Optional.of(stale), freeSlot(EVENING, START, 9)))))
                .isEqualTo(RebuildOutcome.SUPERSEDED);
        // With nothing to load, the flip alone must notice.
        assertThat(await(store.rebuild(new Rebuild(desk, Optional.of(stale), List.of()))))
                .isEqualTo(RebuildOutcome.SUPERSEDED);
        await(store.rebuild(new Rebuild(desk, Optional.of(epoch), freeSlot(MORNING, START, 1))));
        sweep();
        assertThat(await(store.rebuild(new Rebuild(desk, Optional.of(stale), freeSlot(EVENING, START, 9)))))
                .isEqualTo(RebuildOutcome.SUPERSEDED);
        assertThat(counted()).isEqualTo(Map.of(MORNING, 1));
        assertThat(keys()).noneMatch(key -> key.startsWith(stale));
    }

    @Test
    void fencesRiseAcrossRebuildsEvenIfRedisWasEmptied() {
        Hold before = held(ANNE, MORNING);
        for (String key : keys()) {
            holds.raw(desk, key, "DEL");
        }
        holds.clock(desk, NOW.plusMillis(1));
        await(store.rebuild(new Rebuild(desk, freeSlot(MORNING, START, 1))));
        assertThat(held(ANNE, MORNING).fence()).isGreaterThan(before.fence());
    }

    private void later(Duration sinceStart) {
        holds.clock(desk, NOW.plus(sinceStart));
    }

    private PlaceOutcome place(SessionId session, SlotId slot) {
        return await(store.place(new Place(desk, slot, session, NOW.plus(Duration.ofDays(1000)))));
    }

    private Hold held(SessionId session, SlotId slot) {
        PlaceOutcome outcome = place(session, slot);
        assertThat(outcome).isInstanceOf(Held.class);
        return ((Held) outcome).hold();
    }

    private Optional<Hold> find(SessionId session) {
        return live(await(store.find(desk, session)));
    }

    private static Optional<Hold> live(HoldOutcome outcome) {
        assertThat(outcome).isNotInstanceOf(HoldOutcome.Rebuilding.class);
        return outcome instanceof HoldOutcome.Live live ? Optional.of(live.hold()) : Optional.empty();
    }

    private void settle(SeatWord... words) {
        assertThat(await(store.settle(new Settle(desk, List.of(words))))).isEqualTo(SettleOutcome.SETTLED);
    }

    private void sweep() {
        boolean more = true;
        for (int round = 0; more && round < 50; round++) {
            more = await(store.sweep(desk));
        }
        assertThat(more).isFalse();
    }

    private CountOutcome count() {
        return await(store.count(desk));
    }

    private Map<SlotId, Integer> counted() {
        return ((Counted) count()).free();
    }

    private static String begun(BeginOutcome outcome) {
        assertThat(outcome).isInstanceOf(BeginOutcome.Begun.class);
        return ((BeginOutcome.Begun) outcome).epoch();
    }

    /** Names, without the tag, of all keys of the desk. */
    private List<String> keys() {
        return holds.keys(desk);
    }

    /** All that Redis has of the desk. */
    private String digest() {
        StringBuilder all = new StringBuilder();
        keys().stream()
                .sorted()
                .forEach(key -> all.append(key)
                        .append('=')
                        .append(holds.raw(desk, key, "DUMP").toBuffer())
                        .append('\n'));
        return all.toString();
    }
}
