package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.session;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Guard;
import fr.creneau.hold.HoldMessages.PassUsed;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.testkit.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A slot of a release with a waiting room is held with a pass, or not at all. */
class GateIT {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static final Instant START = NOW.plus(Duration.ofDays(10));
    private static final Duration TURN = Duration.ofMinutes(5);
    private static final ReleaseId RELEASE = new ReleaseId("decembre");
    private static final SlotId GUARDED = new SlotId("guarded1");
    private static final SlotId SISTER = new SlotId("guarded2");
    private static final SlotId OPEN = new SlotId("open0001");
    private static final SessionId ANNE = session("anne");
    private static final SessionId BRUNO = session("bruno");

    private final TestHolds holds = new TestHolds(Backends.redis());
    private final DeskId desk = TestHolds.freshDesk();
    private final Passes passes = passes("k");
    private final List<PassUsed> used = new ArrayList<>();
    private final Gate gate = new Gate(holds.store, passes, used::add);

    @BeforeEach
    void threeSlotsTwoOfThemGuarded() {
        holds.clock(desk, NOW);
        await(holds.store.rebuild(new HoldMessages.Rebuild(
                desk,
                Stream.of(GUARDED, SISTER, OPEN)
                        .flatMap(slot -> freeSlot(slot, START, 2).stream())
                        .toList())));
        gate.guard(new Guard(Map.of(GUARDED, RELEASE, SISTER, RELEASE)));
    }

    @AfterEach
    void close() {
        holds.close();
    }

    @Test
    void withoutAPassNothingIsHeld() {
        assertThat(place(GUARDED, ANNE, Optional.empty())).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(free(GUARDED)).isEqualTo(2);
        // The same wish without the gate: that it is refused is the gate's doing.
        assertThat(await(holds.store.place(wish(GUARDED, ANNE)))).isInstanceOf(PlaceOutcome.Held.class);
    }

    @Test
    void otherSlotsTakeNoPass() {
        assertThat(place(OPEN, ANNE, Optional.empty())).isInstanceOf(PlaceOutcome.Held.class);
    }

    @Test
    void withAPassASeatIsHeldAndTheTurnIsUsed() {
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isInstanceOf(PlaceOutcome.Held.class);
        assertThat(used).containsExactly(new PassUsed(RELEASE, 7, ANNE));
    }

    @Test
    void aPassOfAnotherSessionIsRefused() {
        assertThat(place(GUARDED, BRUNO, pass(ANNE))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(used).isEmpty();
    }

    @Test
    void aPassOfAnotherReleaseIsRefused() {
        Optional<String> other = Optional.of(passes.sign(new Pass(new ReleaseId("janvier"), 7, ANNE, NOW.plus(TURN))));
        assertThat(place(GUARDED, ANNE, other)).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
    }

    @Test
    void aForgedOrAlteredPassIsRefused() {
        String forged = passes("x").sign(new Pass(RELEASE, 7, ANNE, NOW.plus(TURN)));
        assertThat(place(GUARDED, ANNE, Optional.of(forged))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        String good = pass(ANNE).orElseThrow();
        String altered = (good.charAt(0) == 'A' ? 'B' : 'A') + good.substring(1);
        assertThat(place(GUARDED, ANNE, Optional.of(altered))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(place(GUARDED, ANNE, Optional.of("no pass at all"))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
    }

    /** By the store's clock: whatever the instance's says. */
    @Test
    void aPassIsOverAtItsEnd() {
        int free = free(GUARDED);
        holds.clock(desk, NOW.plus(TURN).plusMillis(1));
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(free(GUARDED)).isEqualTo(free);
        holds.clock(desk, NOW.plus(TURN));
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isInstanceOf(PlaceOutcome.Held.class);
    }

    @Test
    void aPassIsGoodForOneHold() {
        place(GUARDED, ANNE, pass(ANNE));
        await(holds.store.release(new Release(desk, ANNE)));
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
        assertThat(used).hasSize(1);
    }

    @Test
    void aDoubleClickIsTheSameHold() {
        PlaceOutcome.Held first = (PlaceOutcome.Held) place(GUARDED, ANNE, pass(ANNE));
        PlaceOutcome.Held second = (PlaceOutcome.Held) place(GUARDED, ANNE, pass(ANNE));
        assertThat(second.hold().id()).isEqualTo(first.hold().id());
        assertThat(second.repeated()).isTrue();
    }

    @Test
    void whoHoldsASeatOfTheReleaseMayChangeItForAnother() {
        place(GUARDED, ANNE, pass(ANNE));
        assertThat(place(SISTER, ANNE, Optional.empty())).isInstanceOf(PlaceOutcome.Held.class);
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isInstanceOf(PlaceOutcome.Held.class);
        assertThat(used).hasSize(1);
    }

    @Test
    void whoHoldsASeatOutsideTheReleaseMayNot() {
        place(OPEN, ANNE, Optional.empty());
        assertThat(place(GUARDED, ANNE, Optional.empty())).isEqualTo(new PlaceOutcome.NoPass(RELEASE));
    }

    @Test
    void aFullSlotDoesNotUseThePassUp() {
        place(GUARDED, session("one"), pass(session("one"), 1));
        place(GUARDED, session("two"), pass(session("two"), 2));
        assertThat(place(GUARDED, ANNE, pass(ANNE))).isInstanceOf(PlaceOutcome.Full.class);
        assertThat(place(SISTER, ANNE, pass(ANNE))).isInstanceOf(PlaceOutcome.Held.class);
    }

    @Test
    void switchedOffTheSlotsAreForEverybody() {
        gate.guard(new Guard(Map.of()));
        assertThat(place(GUARDED, ANNE, Optional.empty())).isInstanceOf(PlaceOutcome.Held.class);
    }

    private PlaceOutcome place(SlotId slot, SessionId session, Optional<String> pass) {
        return await(gate.place(wish(slot, session).with(pass)));
    }

    private Place wish(SlotId slot, SessionId session) {
        return new Place(desk, slot, session, NOW.plus(Duration.ofHours(1)));
    }

    private Optional<String> pass(SessionId session) {
        return pass(session, 7);
    }

    private Optional<String> pass(SessionId session, int position) {
        return Optional.of(passes.sign(new Pass(RELEASE, position, session, NOW.plus(TURN))));
    }

    private int free(SlotId slot) {
        return ((HoldMessages.CountOutcome.Counted) await(holds.store.count(desk)))
                .free()
                .get(slot);
    }

    private static Passes passes(String key) {
        return new Passes(new Config.Security(List.of(new Secret(key.repeat(32))), new Secret("p".repeat(32)), true));
    }
}
