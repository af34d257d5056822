package fr.creneau.convocation;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.applicant.PersonName;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintedNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/liberation/LiberationSans-Regular.ttf", "/liberation/LiberationSans-Bold.ttf"})
    void every_character_a_name_may_have_is_in_the_fonts_of_the_letter(String file)
            throws IOException, FontFormatException {
        byte[] bytes = PdfPrinter.Resources.bytes(file);
        Font font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(bytes));
        int[] admitted = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> !Character.isWhitespace(c))
                .mapToObj(c -> "A" + Character.toString(c))
                .flatMap(name -> PersonName.parse(name).stream())
                .flatMapToInt(String::codePoints)
                .distinct()
                .toArray();
        assertThat(admitted).hasSizeGreaterThan(600);
        assertThat(IntStream.of(admitted).filter(c -> !font.canDisplay(c)).mapToObj(Integer::toHexString))
                .isEmpty();
    }
}
