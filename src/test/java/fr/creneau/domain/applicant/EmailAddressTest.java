package fr.creneau.domain.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "jeanne.dupont@example.org, jeanne.dupont@example.org",
        "'  jeanne@example.org  ', jeanne@example.org",
        "Jeanne+Rdv@EXAMPLE.Org, Jeanne+Rdv@example.org",
        "o'neil@example.org, o'neil@example.org",
        "a@guyane.gouv.fr, a@guyane.gouv.fr",
        "a@préfecture.fr, a@xn--prfecture-c4a.fr",
        "a@xn--prfecture-c4a.fr, a@xn--prfecture-c4a.fr",
        "a@1und1.de, a@1und1.de",
    })
    void readsWhatARelayWouldTake(String typed, String kept) {
        assertThat(EmailAddress.parse(typed).map(EmailAddress::value)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "a@",
                "@example.org",
                "a",
                "a@example",
                "a@@example.org",
                "a@b@example.org",
                "a b@example.org",
                "a@exam ple.org",
                "a@.org",
                "a@example..org",
                "a@example.org.",
                "a@-example.org",
                "a@example-.org",
                "a@exam_ple.org",
                ".a@example.org",
                "a.@example.org",
                "a..b@example.org",
                "a@127.0.0.1",
                "a@[127.0.0.1]",
                "Jeanne <a@example.org>",
                "a@example.org, b@example.org",
                "a@example.org;b@example.org",
                "a@example.org\nBcc: b@example.org",
                "a\r\n@example.org",
                "\"a b\"@example.org",
                "jéanne@example.org",
                "a@example.c",
                "a@example.123",
                "a\u0000@example.org",
            })
    void refusesWhatNoRelayWouldTake(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
    }

    @Test
    void lengthsEndWhereTheProtocolEndsThem() {
        String domain = "example.org";
        assertThat(EmailAddress.parse("a".repeat(64) + "@" + domain)).isPresent();
        assertThat(EmailAddress.parse("a".repeat(65) + "@" + domain)).isEmpty();
        assertThat(EmailAddress.parse("a@" + "b".repeat(63) + ".org")).isPresent();
        assertThat(EmailAddress.parse("a@" + "b".repeat(64) + ".org")).isEmpty();
        String labels = "b.".repeat(124);
        assertThat(EmailAddress.parse("ab@" + labels + "org"))
                .hasValueSatisfying(address -> assertThat(address.value()).hasSize(254));
        assertThat(EmailAddress.parse("abc@" + labels + "org")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "b".repeat(1_000_000))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gmial.com, gmail.com",
        "gmai.com, gmail.com",
        "gmaill.com, gmail.com",
        "gnail.com, gmail.com",
        "hotmial.fr, hotmail.fr",
        "yaho.fr, yahoo.fr",
        "orange.f, orange.fr",
        "orangr.fr, orange.fr",
        "wanado.fr, wanadoo.fr",
        "laposte.nte, laposte.net",
        "gmail.co, gmail.com",
        "gmail.cm, gmail.com",
    })
    void asksWhetherAWellKnownDomainWasMeant(String domain, String meant) {
        assertThat(new EmailAddress("Jeanne@" + domain).likelyMeant()).contains(new EmailAddress("Jeanne@" + meant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gmail.com",
                "orange.fr",
                "live.com",
                "mail.com",
                "ymail.com",
                "example.org",
                "guyane.gouv.fr",
                "gm.com",
                "hotmail.co.uk",
                "me.com",
                "gmx.fr"
            })
    void asksNothingWhereNothingLooksWrong(String domain) {
        assertThat(new EmailAddress("a@" + domain).likelyMeant()).isEmpty();
    }

    @Test
    void isNotPrinted() {
        assertThat(String.valueOf(EmailAddress.parse("jeanne@example.org"))).doesNotContain("jeanne");
    }
}
