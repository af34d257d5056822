package fr.creneau.domain.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    @Test
    void whatIsDrawnIsReadBackHoweverItIsTyped() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            Reference drawn = Reference.draw(random);
            String sloppy =
                    " " + drawn.value().toLowerCase(java.util.Locale.ROOT).replace("-", " ") + " ";
            assertThat(Reference.parse(sloppy)).contains(drawn);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7F3K", "7F3K-92Q", "7F3K-92QXX", "7F3K-92Q0", "OF3K-92QX", "AAAA-AAAA", "éééé-éééé"})
    void whatIsNoneIsRefused(String typed) {
        assertThat(Reference.parse(typed)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Reference(typed));
    }
}
