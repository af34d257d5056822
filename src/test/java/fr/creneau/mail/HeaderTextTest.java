package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.internet.InternetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Prefecture",
                "Prefecture, \"Bureau\" (accueil) \\ \"",
                "Préfecture de la Guyane",
                "Préfecture de la région Guyane, bureau de l’accueil et du séjour des étrangers, guichet n° 12 😀 fin"
            })
    void aDisplayNameIsReadBackAsItWas(String name) throws Exception {
        String header = HeaderText.mailbox(name, "a@example.org");
        InternetAddress read = new InternetAddress(header.replace("\r\n ", " "), true);
        assertThat(read.getPersonal()).isEqualTo(name);
        assertThat(read.getAddress()).isEqualTo("a@example.org");
        assertThat(header.lines()).allMatch(line -> line.length() <= 90);
        assertThat(header).isASCII();
    }

    @Test
    void nothingBreaksOutOfTheHeader() {
        assertThat(HeaderText.mailbox("A\r\nBcc: x@example.org", "a@example.org"))
                .doesNotContain("\n", "\r");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderText.mailbox("A", "a@example.org>\r\nBcc: x@example.org"));
    }

    @Test
    void withoutANameTheAddressStandsAlone() {
        assertThat(HeaderText.mailbox(" ", "a@example.org")).isEqualTo("a@example.org");
    }
}
