package fr.creneau.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new SplittableRandom(1));

    @Test
    void theFirstAttemptIsMadeAtOnce() {
        assertThat(backoff.next()).isZero();
    }

    @Test
    void waitsGrowToFiveSecondsAtMost() {
        backoff.next();
        long bound = 100;
        for (int failure = 0; failure < 40; failure++) {
            assertThat(backoff.next()).isBetween(bound / 2, bound);
            bound = Math.min(5_000, bound * 2);
        }
    }

    @Test
    void instancesDoNotComeBackTogether() {
        assertThat(LongStream.range(0, 20).map(seed -> {
                    Backoff other = new Backoff(new SplittableRandom(seed));
                    for (int i = 0; i < 10; i++) {
                        other.next();
                    }
                    return other.next();
                }))
                .doesNotHaveDuplicates();
    }

    @Test
    void successStartsAnew() {
        for (int i = 0; i < 10; i++) {
            backoff.next();
        }
        backoff.reset();
        assertThat(backoff.next()).isZero();
    }
}
