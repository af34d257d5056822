package fr.creneau.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.Desk;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeskJsonTest {
    @Test
    void readsBackWhatItWroteThroughText() {
        Desk desk = TestDesks.desk("cayenne", OptionalInt.of(4150));
        assertThat(DeskJson.decode(new JsonObject(DeskJson.encode(desk).encode())))
                .isEqualTo(desk);
    }

    @Test
    void aDeskWithoutLegacyNumberHasNoneAfterwards() {
        Desk desk = TestDesks.desk("kourou");
        assertThat(DeskJson.decode(DeskJson.encode(desk))).isEqualTo(desk);
    }
}
