package fr.creneau.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityCodesTest {
    private final SecurityCodes codes = codes("new", "old");

    @Test
    void aCodeHasSixDigitsAndIsDrawnAnew() {
        var drawn = Stream.generate(SecurityCodes::draw).limit(1_000).toList();
        assertThat(drawn).allMatch(code -> code.matches("[0-9]{6}"));
        assertThat(drawn.stream().collect(Collectors.toSet())).hasSizeGreaterThan(990);
        assertThat(drawn).anyMatch(code -> code.startsWith("0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"012345", " 012 345 ", "012-345", "012\u00a0345", "012\u2011345", "٠١٢٣٤٥", "０１２３４５", "012345\n"
            })
    void sixDigitsAreReadHoweverTheyAreTyped(String typed) {
        assertThat(SecurityCodes.parse(typed)).contains("012345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345", "1234567", "O12345", "12345a", "+12345", "1.2345", "<b>123456"})
    void anythingElseIsNoCode(String typed) {
        assertThat(SecurityCodes.parse(typed)).isEmpty();
        assertThat(SecurityCodes.parse(typed.repeat(100_000))).isEmpty();
    }

    @Test
    void onlyTheSameCodeForTheSameHoldMatches() {
        String kept = codes.seal("h1", "123456");
        assertThat(codes.seals("h1", "123456")).contains(kept);
        assertThat(codes.seals("h1", "123457")).doesNotContain(kept);
        assertThat(codes.seals("h2", "123456")).doesNotContain(kept);
    }

    @Test
    void aCodeSealedUnderTheKeyBeforeStillMatches() {
        assertThat(codes.seals("h1", "123456"))
                .contains(codes("old").seal("h1", "123456"))
                .doesNotContain(codes("other").seal("h1", "123456"));
    }

    private static SecurityCodes codes(String... secrets) {
        List<Secret> all = Stream.of(secrets).map(Secret::new).toList();
        return new SecurityCodes(Keyring.derive(all, "security code"));
    }
}
