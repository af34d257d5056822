package fr.creneau.domain.applicant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of RULES.md §2. */
class AgdrefNumberTest {
    @ParameterizedTest(name = "[{index}] {0} is kept as {1}")
    @CsvSource({
        // nine digits that begin with 00: a zero in front (the seed's example)
        "F002345678, 0002345678",
        "002345678, 0002345678",
        "000000000, 0000000000",
        // other nine digits: a zero in fifth position (the seed's example)
        "F973123456, 9731023456",
        "973123456, 9731023456",
        "012345678, 0123045678",
        "100234567, 1002034567",
        // ten digits stay, also behind the letter
        "9731023456, 9731023456",
        "F9731023456, 9731023456",
        "0000000000, 0000000000",
        // one leading letter, spaces, dots, hyphens, no-break spaces are dropped
        "'f 9731 023-456', 9731023456",
        "' F.973.102.34.56 ', 9731023456",
        "F\u00a09731\u202f023\u2011456, 9731023456",
        "97\u201310\u20142\u20093456\u200b0, 9710234560",
        "'f - 002 345 678', 0002345678",
        "'\tz973123456\n', 9731023456",
        "\uff269731023456, 9731023456",
        // full-width and other decimal digits become ASCII
        "\uff19\uff17\uff13\uff11\uff10\uff12\uff13\uff14\uff15\uff16, 9731023456",
        "\u0669\u0667\u0663\u0661\u0660\u0662\u0663\u0664\u0665\u0666, 9731023456",
        "\u096f\u096d\u09691023456, 9731023456",
        "\ud835\udfd7731023456, 9731023456",
    })
    void whatIsTypedIsKeptAsTheFileHasIt(String typed, String kept) {
        assertThat(AgdrefNumber.parse(typed).map(AgdrefNumber::digits)).contains(kept);
    }

    @ParameterizedTest(name = "[{index}] {0} is refused")
    @ValueSource(
            strings = {
                // O for 0, in front, inside, at the end, in other scripts and widths
                "O002345678",
                "o002345678",
                "F00O2345678",
                "973102345O",
                "\uff2f002345678",
                "\u041e002345678",
                "\u039f002345678",
                "O9731023456",
                // any letter inside, or behind
                "97310A3456",
                "F9731l23456",
                "9731023456F",
                "9731 F 023456",
                // two letters in front
                "FR973123456",
                "FF9731023456",
                "F f 973123456",
                // eight or eleven digits, and others
                "12345678",
                "F12345678",
                "12345678901",
                "F12345678901",
                "1",
                "F",
                "",
                " ",
                "- . -",
                // signs, fractions, superscripts and other number characters are no digits
                "+9731023456",
                "9731023456/1",
                "973102345\u00b2",
                "973102345\u2160",
                "\u24609731023456",
                "9731023456\u0000",
                "9731_023456",
                "Ё973123456",
                "é973123456",
            })
    void whatWouldHaveToBeGuessedIsRefused(String typed) {
        assertThat(AgdrefNumber.parse(typed)).isEmpty();
    }

    @Test
    void nothingLongerThanAPermitCouldSayIsRead() {
        assertThat(AgdrefNumber.parse(" ".repeat(30) + "9731023456")).isPresent();
        assertThat(AgdrefNumber.parse(" ".repeat(31) + "9731023456")).isEmpty();
        assertThat(AgdrefNumber.parse("9".repeat(1_000_000))).isEmpty();
    }

    @Test
    void onlyTenAsciiDigitsAreANumber() {
        assertThatThrownBy(() -> new AgdrefNumber("973102345")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AgdrefNumber("\uff19731023456")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotPrinted() {
        Optional<AgdrefNumber> number = AgdrefNumber.parse("9731023456");
        assertThat(String.valueOf(number)).doesNotContain("9731");
        assertThatThrownBy(() -> new AgdrefNumber("973102345")).hasMessageNotContaining("973102345");
    }
}
