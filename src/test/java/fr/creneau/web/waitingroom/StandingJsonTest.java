package fr.creneau.web.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingJsonTest {
    /** None would be an estimate that the page has no place for: its script would open the page again and again. */
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "60000, 1", "61000, 2", "120000, 2", "121000, 3"})
    void anEstimateIsRoundedUpToWholeMinutesOneAtLeast(long millis, long minutes) {
        assertThat(StandingJson.minutes(Duration.ofMillis(millis))).isEqualTo(minutes);
    }
}
