package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MailPaceTest {
    private static final MailPace PACE = new MailPace(
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10));

    @Property
    void delaysDoubleUpToALimitWithAQuarterOfJitter(
            @ForAll @IntRange(min = 1, max = 1000) int attempt, @ForAll long seed) {
        double seconds = Math.min(5 * Math.pow(2, attempt - 1), 3600);
        assertThat(PACE.retry(attempt, new SplittableRandom(seed)).toMillis())
                .isBetween((long) (seconds * 750) - 1, (long) (seconds * 1250) + 1);
    }

    @Property
    void pausesAreShorterSinceOneMailTriesForAll(@ForAll @IntRange(min = 1, max = 1000) int times, @ForAll long seed) {
        assertThat(PACE.pause(times, new SplittableRandom(seed))).isLessThanOrEqualTo(Duration.ofSeconds(75));
    }

    @Property(tries = 50)
    void mailsThatFailedTogetherComeBackApart(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        assertThat(PACE.retry(8, random)).isNotEqualTo(PACE.retry(8, random));
    }
}
