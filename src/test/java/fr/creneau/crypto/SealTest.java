package fr.creneau.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final Secret OLD = new Secret("o".repeat(32));
    private static final Secret NEW = new Secret("n".repeat(32));
    private static final byte[] VALUE = "contenu".getBytes(StandardCharsets.UTF_8);

    @Test
    void what_was_sealed_opens_and_shows_nothing_before() {
        String sealed = seal(NEW).seal(VALUE, "cookie");
        assertThat(seal(NEW).open(sealed, "cookie")).hasValue(VALUE);
        assertThat(sealed).doesNotContain("contenu").isNotEqualTo(seal(NEW).seal(VALUE, "cookie"));
    }

    @Test
    void every_changed_character_is_noticed() {
        String sealed = seal(NEW).seal(VALUE, "cookie");
        for (int i = 0; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String forged = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThat(seal(NEW).open(forged, "cookie")).as("character %d", i).isEmpty();
        }
    }

    @Test
    void garbage_does_not_open() {
        for (String garbage : List.of("", "A", "====", "é", "A".repeat(10), "A".repeat(4000))) {
            assertThat(seal(NEW).open(garbage, "cookie")).isEmpty();
        }
    }

    @Test
    void a_value_sealed_for_one_use_does_not_open_for_another() {
        assertThat(seal(NEW).open(seal(NEW).seal(VALUE, "brouillon"), "creneau"))
                .isEmpty();
    }

    @Test
    void keys_rotate_the_old_one_still_opens_until_it_is_dropped() {
        String sealed = seal(OLD).seal(VALUE, "cookie");
        assertThat(seal(NEW, OLD).open(sealed, "cookie")).hasValue(VALUE);
        assertThat(seal(NEW).open(sealed, "cookie")).isEmpty();
        assertThat(seal(NEW).open(seal(NEW, OLD).seal(VALUE, "cookie"), "cookie"))
                .hasValue(VALUE);
    }

    private static Seal seal(Secret... keys) {
        return new Seal(Keyring.derive(List.of(keys), "test"));
    }
}
