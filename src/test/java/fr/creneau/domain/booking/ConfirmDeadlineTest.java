package fr.creneau.domain.booking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfirmDeadlineTest {
    private static final Instant OPENED = Instant.parse("2027-01-04T12:00:00Z");
    private final ConfirmDeadline deadline = new ConfirmDeadline(Duration.ofMinutes(15), Duration.ofMinutes(30));

    @ParameterizedTest
    @CsvSource({"0, 15", "5, 20", "15, 30", "16, 30", "29, 30", "45, 30"})
    void fifteenMinutesFromTheAcceptanceAndThirtyFromTheSubmission(int accepted, int expected) {
        assertThat(deadline.afterAcceptance(OPENED, minute(accepted))).isEqualTo(minute(expected));
    }

    @ParameterizedTest
    @CsvSource({"0, 20, 20", "10, 20, 25", "20, 20, 30"})
    void aFurtherMailMayProlongAndNeverShorten(int accepted, int before, int expected) {
        assertThat(deadline.afterFurtherAcceptance(OPENED, minute(accepted), minute(before)))
                .isEqualTo(minute(expected));
    }

    @Test
    void withoutAcceptanceItIsThirtyMinutes() {
        assertThat(deadline.atLatest(OPENED)).isEqualTo(minute(30));
    }

    private static Instant minute(int minute) {
        return OPENED.plus(Duration.ofMinutes(minute));
    }
}
