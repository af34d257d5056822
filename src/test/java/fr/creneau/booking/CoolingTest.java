package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CoolingTest {
    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    @Property
    void aSeatRestsNeitherShorterNorLongerThanIsSet(
            @ForAll @LongRange(max = 86_400_000) long min, @ForAll @LongRange(max = 86_400_000) long more) {
        Cooling cooling = new Cooling(Duration.ofMillis(min), Duration.ofMillis(min + more));
        assertThat(cooling.get()).isBetween(Duration.ofMillis(min), Duration.ofMillis(min + more));
    }

    /** Of four lengths each is missing after a thousand draws once in 10^124. */
    @Test
    void bothEndsAndEverythingBetweenCanBeDrawn() {
        Cooling cooling = new Cooling(Duration.ofMillis(5), Duration.ofMillis(8));
        Set<Duration> drawn = Stream.generate(cooling).limit(1_000).collect(Collectors.toSet());
        assertThat(drawn)
                .isEqualTo(LongStream.rangeClosed(5, 8)
                        .mapToObj(Duration::ofMillis)
                        .collect(Collectors.toSet()));
    }

    @Test
    void seatsGivenBackTogetherComeBackApart() {
        Cooling cooling = new Cooling(SHORTEST, LONGEST);
        // Two of them may be the same, to the millisecond; not most of them.
        assertThat(Stream.generate(cooling).limit(20).collect(Collectors.toSet()))
                .hasSizeGreaterThan(15);
    }

    /** Another instance, or the same one started again, must not repeat what was seen of this one. */
    @Test
    void anotherInstanceDrawsOtherLengths() {
        assertThat(Stream.generate(new Cooling(SHORTEST, LONGEST)).limit(20).toList())
                .isNotEqualTo(Stream.generate(new Cooling(SHORTEST, LONGEST))
                        .limit(20)
                        .toList());
    }

    @Test
    void aRestOfOneLengthIsThatLength() {
        assertThat(new Cooling(SHORTEST, SHORTEST).get()).isEqualTo(SHORTEST);
    }
}
