package fr.creneau.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.release.ReleaseId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JoinedTest {
    private static final ReleaseId RELEASE = new ReleaseId("december");
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final Joined joined = new Joined();

    @Test
    void ticketsOfTheLastMinuteCountAndOlderOnesDoNot() {
        assertThat(joined.lastMinute(RELEASE, NOW, 500)).isZero();
        assertThat(joined.lastMinute(RELEASE, NOW.plusSeconds(30), 540)).isEqualTo(40);
        assertThat(joined.lastMinute(RELEASE, NOW.plusSeconds(60), 550)).isEqualTo(50);
        assertThat(joined.lastMinute(RELEASE, NOW.plusSeconds(61), 550)).isEqualTo(10);
        assertThat(joined.lastMinute(RELEASE, NOW.plusSeconds(200), 550)).isZero();
    }

    @Test
    void eachReleaseCountsForItself() {
        joined.lastMinute(RELEASE, NOW, 0);
        ReleaseId other = new ReleaseId("january");
        joined.lastMinute(other, NOW, 0);
        joined.lastMinute(RELEASE, NOW.plusSeconds(1), 9);
        assertThat(joined.lastMinute(other, NOW.plusSeconds(1), 2)).isEqualTo(2);
    }
}
