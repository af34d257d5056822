package fr.creneau.hold;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesksTest {
    private static final DeskId CAYENNE = new DeskId("cayenne");
    private static final DeskId KOUROU = new DeskId("kourou");

    private final List<DeskId> announced = new ArrayList<>();
    private long nanos;
    private final Desks desks = new Desks(announced::add, () -> nanos);

    @Test
    void anUnknownDeskIsAnnouncedOnceASecondHoweverManyAsk() {
        for (int i = 0; i < 1_000; i++) {
            desks.isUnknown(CAYENNE);
        }
        desks.isUnknown(KOUROU);
        assertThat(announced).containsExactly(CAYENNE, KOUROU);
        nanos += Duration.ofSeconds(1).toNanos();
        desks.isUnknown(CAYENNE);
        assertThat(announced).containsExactly(CAYENNE, KOUROU, CAYENNE);
    }

    @Test
    void aDeskIsKnownUntilItTurnsOutNotToBe() {
        desks.isKnown(CAYENNE);
        desks.isKnown(CAYENNE);
        assertThat(desks.known()).containsExactly(CAYENNE);
        desks.isUnknown(CAYENNE);
        assertThat(desks.known()).isEmpty();
    }
}
