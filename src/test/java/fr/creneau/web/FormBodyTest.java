package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {
    @Test
    void reads_what_browsers_send() {
        assertThat(FormBody.parse("nom=B%C3%A9lizaire+%C3%89.&vide=&a%26b=1%3D1"))
                .isEqualTo(Map.of("nom", "Bélizaire É.", "vide", "", "a&b", "1=1"));
        assertThat(FormBody.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%1",
                "a=%zz",
                "a=%C3",
                "a=%FF",
                "a=%00",
                "a=%ED%A0%80",
                "a=%C0%AF",
                "a=1&a=2",
                "a",
                "=1",
                "&",
                "a=1&&b=2",
                "a=\u00e9",
                "a=b c",
                "a=1&%61=2"
            })
    void refuses_what_is_malformed_not_utf8_or_twice(String body) {
        assertThatThrownBy(() -> FormBody.parse(body))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(Problem.MALFORMED));
    }

    @Test
    void limits_count_by_the_clients_network() {
        assertThat(Clients.prefixOf("192.0.2.77")).isEqualTo(Clients.prefixOf("192.0.2.1"));
        assertThat(Clients.prefixOf("192.0.3.1")).isNotEqualTo(Clients.prefixOf("192.0.2.1"));
        assertThat(Clients.prefixOf("2001:db8::1")).isEqualTo(Clients.prefixOf("2001:db8::ffff"));
        assertThat(Clients.prefixOf("::ffff:192.0.2.77")).isEqualTo(Clients.prefixOf("192.0.2.1"));
        assertThat(Clients.prefixOf("::ffff:192.0.3.1")).isNotEqualTo(Clients.prefixOf("::ffff:192.0.2.1"));
        assertThat(Clients.prefixOf("::1")).isNotEqualTo(Clients.prefixOf("::ffff:192.0.2.1"));
        assertThat(Clients.prefixOf("localhost")).isEqualTo("unknown");
        assertThat(Clients.prefixOf("beef.cafe")).isEqualTo("unknown");
    }

    @Test
    void of_forwarded_addresses_only_what_our_balancer_wrote_last_counts() {
        assertThat(Clients.lastOf(List.of("9.9.9.9, 192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(Clients.lastOf(List.of("9.9.9.9", "192.0.2.7"))).isEqualTo("192.0.2.7");
    }
}
