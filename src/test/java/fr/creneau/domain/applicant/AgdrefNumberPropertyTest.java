package fr.creneau.domain.applicant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds of RULES.md §2 whatever is typed. */
class AgdrefNumberPropertyTest {
    private static final List<String> SEPARATORS =
            List.of(" ", ".", "-", "\u00a0", "\u202f", "\u2009", "\u2010", "\u2011", "\u2013", "\t", "\u200b");
    /** The zeros of the decimal digits of some scripts: ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full-width, bold. */
    private static final List<Integer> ZEROS = List.of(0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce);

    @Provide
    Arbitrary<String> digits() {
        return Arbitraries.strings().withChars("0123456789").ofMinLength(0).ofMaxLength(13);
    }

    @Provide
    Arbitrary<String> readable() {
        return Arbitraries.strings().withChars("0123456789").ofMinLength(9).ofMaxLength(10);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(SEPARATORS).list().ofMaxSize(3).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> letterInFront() {
        return Arbitraries.strings()
                .withChars("ABCDEFGHIJKLMNPQRSTUVWXYZabcdefghijklmnpqrstuvwxyz")
                .ofMinLength(0)
                .ofMaxLength(1);
    }

    @Provide
    Arbitrary<List<String>> gaps() {
        return Combinators.combine(separators(), separators()).as(List::of);
    }

    @Property
    void whatIsKeptIsKeptAsItIs(@ForAll("digits") String typed) {
        AgdrefNumber.parse(typed)
                .ifPresent(number ->
                        assertThat(AgdrefNumber.parse(number.digits())).contains(number));
    }

    @Property
    void onlyNineOrTenDigitsAreRead(@ForAll("digits") String typed) {
        assertThat(AgdrefNumber.parse(typed).isPresent()).isEqualTo(typed.length() == 9 || typed.length() == 10);
    }

    @Property
    void exactlyOneZeroIsAddedToNineDigits(@ForAll("readable") String typed) {
        String kept = AgdrefNumber.parse(typed).orElseThrow().digits();
        if (typed.length() == 10) {
            assertThat(kept).isEqualTo(typed);
        } else if (typed.startsWith("00")) {
            assertThat(kept).isEqualTo("0" + typed);
        } else {
            assertThat(kept).isEqualTo(typed.substring(0, 4) + "0" + typed.substring(4));
        }
    }

    @Property
    void separatorsAndOneLetterInFrontNeverChangeTheResult(
            @ForAll("readable") String digits,
            @ForAll("letterInFront") String letter,
            @ForAll("gaps") List<String> gaps,
            @ForAll @IntRange(max = 9) int where) {
        String typed = gaps.get(0)
                + letter
                + gaps.get(1)
                + digits.substring(0, where)
                + gaps.get(0)
                + digits.substring(where)
                + gaps.get(1);
        assertThat(AgdrefNumber.parse(typed))
                .isEqualTo(AgdrefNumber.parse(digits))
                .isPresent();
    }

    @Property
    void theScriptOfTheDigitsNeverChangesTheResult(
            @ForAll("readable") String digits, @ForAll("scripts") List<Integer> zeros) {
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            typed.appendCodePoint(zeros.get(i) + digits.charAt(i) - '0');
        }
        assertThat(AgdrefNumber.parse(typed.toString()))
                .isEqualTo(AgdrefNumber.parse(digits))
                .isPresent();
    }

    @Provide
    Arbitrary<List<Integer>> scripts() {
        return Arbitraries.of(ZEROS).list().ofSize(10);
    }

    @Property
    void aLetterInsideOrBehindIsNeverAccepted(
            @ForAll("readable") String digits,
            @ForAll("letter") String letter,
            @ForAll @IntRange(min = 1, max = 10) int where) {
        int at = Math.min(where, digits.length());
        assertThat(AgdrefNumber.parse(digits.substring(0, at) + letter + digits.substring(at)))
                .isEmpty();
    }

    @Property
    void twoLettersInFrontAreNeverAccepted(
            @ForAll("readable") String digits, @ForAll("letter") String first, @ForAll("letter") String second) {
        assertThat(AgdrefNumber.parse(first + second + digits)).isEmpty();
    }

    @Provide
    Arbitrary<String> letter() {
        return Arbitraries.integers()
                .between(0x41, 0x1ffff)
                .filter(Character::isLetter)
                .map(Character::toString);
    }

    @Property
    void anythingAtAllIsReadAsTenAsciiDigitsThatWereTypedOrRefused(@ForAll @StringLength(max = 45) String typed) {
        Optional<AgdrefNumber> number = AgdrefNumber.parse(typed);
        number.ifPresent(kept -> {
            assertThat(kept.digits()).matches("[0-9]{10}");
            String folded = typed.codePoints()
                    .filter(Character::isDigit)
                    .mapToObj(c -> String.valueOf(Character.digit(c, 10)))
                    .collect(Collectors.joining());
            assertThat(folded).hasSizeBetween(9, 10);
            assertThat(AgdrefNumber.parse(folded)).contains(kept);
        });
    }
}
