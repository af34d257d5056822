package fr.creneau.domain.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Duration LONG_AGO = Duration.ofHours(1);
    private final Admission admission = new Admission(50);

    @Test
    void asManyAreLetInAsThereAreSeats() {
        assertThat(admission.next(30, 0, 1_000, LONG_AGO)).isEqualTo(30);
    }

    @Test
    void whoWasLetInBeforeHasASeatKept() {
        assertThat(admission.next(30, 28, 1_000, LONG_AGO)).isEqualTo(2);
        assertThat(admission.next(30, 30, 1_000, LONG_AGO)).isZero();
        // Seats were withdrawn meanwhile.
        assertThat(admission.next(10, 30, 1_000, LONG_AGO)).isZero();
    }

    @Test
    void nobodyIsLetInWhoIsNotThere() {
        assertThat(admission.next(30, 0, 7, LONG_AGO)).isEqualTo(7);
        assertThat(admission.next(30, 0, 0, LONG_AGO)).isZero();
    }

    @Test
    void theRateBoundsARush() {
        assertThat(admission.next(1_000, 0, 1_000, Duration.ofMillis(500))).isEqualTo(25);
        assertThat(admission.next(1_000, 0, 1_000, LONG_AGO)).isEqualTo(100);
    }

    @Test
    void aClockThatStepsBackLetsNobodyIn() {
        assertThat(admission.next(1_000, 0, 1_000, Duration.ofHours(-1))).isZero();
    }

    @Property
    void thereAreNeverMoreTurnsThanFreeSeats(
            @ForAll @IntRange(max = 100_000) int free,
            @ForAll @IntRange(max = 100_000) int turns,
            @ForAll @IntRange(max = 100_000) int waiting,
            @ForAll @IntRange(max = 100_000) int pauseMs,
            @ForAll @IntRange(min = 1, max = 100_000) int rate) {
        int next = new Admission(rate).next(free, turns, waiting, Duration.ofMillis(pauseMs));
        assertThat(next).isBetween(0, waiting);
        assertThat(next == 0 || turns + next <= free).isTrue();
    }
}
