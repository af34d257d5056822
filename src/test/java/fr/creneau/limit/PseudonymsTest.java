package fr.creneau.limit;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudonymsTest {
    private final Pseudonyms pseudonyms = pseudonyms("one");

    @Test
    void pseudonymsDifferByKindAndByKeyAndTellNothing() {
        assertThat(pseudonyms.of("email", "a@example.org"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(pseudonyms.of("email", "a@example.org"))
                .isNotEqualTo(pseudonyms.of("client", "a@example.org"))
                .isNotEqualTo(pseudonyms("other").of("email", "a@example.org"));
    }

    private static Pseudonyms pseudonyms(String key) {
        return new Pseudonyms(new Config.Security(List.of(new Secret(key)), new Secret(key), true));
    }
}
