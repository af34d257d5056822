package fr.creneau.web.journey;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Sellout;
import fr.creneau.hold.SessionId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelloutsTest {
    private static final DeskId DESK = new DeskId("cayenne");
    private static final SlotId FULL = new SlotId("aaaaaaaaaaaaaaaaaaaaaa");
    private static final SlotId FREE = new SlotId("bbbbbbbbbbbbbbbbbbbbbb");
    private static final SessionId HOLDER = new SessionId("holder");
    private static final SessionId STRANGER = new SessionId("stranger");

    private long now = 5;
    private final Sellouts sellouts = new Sellouts(Duration.ofSeconds(1), () -> now);

    private void counted() {
        sellouts.see(new Sellout(DESK, Set.of(FULL), Set.of(HOLDER), now));
    }

    @Test
    void aSlotIsFullForStrangersAtThatDesk() {
        counted();
        assertThat(sellouts.isFull(DESK, FULL, STRANGER)).isTrue();
        assertThat(sellouts.isFull(DESK, FREE, STRANGER)).isFalse();
        assertThat(sellouts.isFull(new DeskId("kourou"), FULL, STRANGER)).isFalse();
    }

    @Test
    void whoHoldsASeatMayBeRepeatingTheirWish() {
        counted();
        assertThat(sellouts.isFull(DESK, FULL, HOLDER)).isFalse();
    }

    @Test
    void aCountIsGoodForAMomentOnly() {
        counted();
        now += Duration.ofSeconds(1).toNanos() - 1;
        assertThat(sellouts.isFull(DESK, FULL, STRANGER)).isTrue();
        now++;
        assertThat(sellouts.isFull(DESK, FULL, STRANGER)).isFalse();
    }

    /** A process that was stopped for a while finds a count in its socket. */
    @Test
    void aCountIsAsOldAsTheQuestion() {
        long asked = now;
        now += Duration.ofSeconds(1).toNanos();
        sellouts.see(new Sellout(DESK, Set.of(FULL), Set.of(), asked));
        assertThat(sellouts.isFull(DESK, FULL, STRANGER)).isFalse();
    }

    @Test
    void theLastCountIsWhatCounts() {
        counted();
        sellouts.see(new Sellout(DESK, Set.of(), Set.of(HOLDER), now));
        assertThat(sellouts.isFull(DESK, FULL, STRANGER)).isFalse();
    }

    @Test
    void withoutATimeRedisIsAlwaysAsked() {
        Sellouts none = new Sellouts(Duration.ZERO, () -> now);
        none.see(new Sellout(DESK, Set.of(FULL), Set.of(), now));
        assertThat(none.isFull(DESK, FULL, STRANGER)).isFalse();
    }
}
