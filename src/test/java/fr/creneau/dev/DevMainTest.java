package fr.creneau.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DevMainTest {
    @Test
    void where_to_click_is_printed_for_the_port_that_is_served_however_it_is_set() {
        assertThat(DevMain.port(Map.of())).isEqualTo(8080);
        assertThat(DevMain.port(Map.of("PORT", "9090"))).isEqualTo(9090);
        assertThat(DevMain.port(Map.of("CRENEAU_HTTP_PORT", "9191"))).isEqualTo(9191);
        assertThat(DevMain.port(Map.of("PORT", "9090", "CRENEAU_HTTP_PORT", "9191")))
                .isEqualTo(9191);
    }
}
