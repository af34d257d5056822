package fr.creneau.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fr.creneau.web.PagePieces.Own;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PagePiecesTest {
    private static final String TOKEN = PagePieces.hole(PagePieces.TOKEN);

    private static String unzipped(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aVisitorGetsTheirOwnTextsInBothForms() throws IOException {
        PagePieces page = new PagePieces("<p>é" + PagePieces.hole(0) + "</p>" + TOKEN + PagePieces.hole(1) + TOKEN);
        Own own = new Own(List.of("à partir du 3", ""), "t0ken");

        assertThat(page.plain(own).toString()).isEqualTo("<p>éà partir du 3</p>t0kent0ken");
        assertThat(unzipped(page.gzip(own).getBytes())).isEqualTo("<p>éà partir du 3</p>t0kent0ken");
        assertThat(page.hasToken()).isTrue();
    }

    @Test
    void whatTwoVisitorsGetDiffersOnlyInTheirTexts() throws IOException {
        PagePieces page = new PagePieces("a" + PagePieces.hole(0) + "b");

        assertThat(unzipped(page.gzip(new Own(List.of("first"), "")).getBytes()))
                .isEqualTo("afirstb");
        assertThat(unzipped(page.gzip(new Own(List.of("second"), "")).getBytes()))
                .isEqualTo("asecondb");
        assertThat(page.hasToken()).isFalse();
    }

    /** Pieces longer than any buffer, that compress well and not at all, and texts of every length up to some hundred. */
    @Test
    void anyPieceIsReadAsItWasWritten() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            String noise = random.ints(random.nextInt(70_000), ' ', 0x2FF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String text = "x".repeat(random.nextInt(300));
            PagePieces page = new PagePieces(noise + PagePieces.hole(0) + "same ".repeat(round * 200) + TOKEN + noise);

            String expected = noise + text + "same ".repeat(round * 200) + "T" + noise;
            Own own = new Own(List.of(text), "T");
            assertThat(unzipped(page.gzip(own).getBytes())).isEqualTo(expected);
            assertThat(page.plain(own).toString()).isEqualTo(expected);
        }
    }

    /** Else its length would tell of a secret what an attacker guesses next to it. */
    @Test
    void aTextThatStandsOnThePageAlreadyIsNotCompressed() {
        PagePieces page = new PagePieces("secret-secret-secret" + PagePieces.hole(0));

        assertThat(page.gzip(new Own(List.of("secret"), "")).length())
                .isEqualTo(page.gzip(new Own(List.of("qwzxvk"), "")).length());
    }

    @Test
    void theTagChangesWithThePageTheTextsAndTheSessionButNotWithTheToken() {
        PagePieces page = new PagePieces("a" + PagePieces.hole(0) + TOKEN);
        String tag = page.tag(new Own(List.of("x"), "1"), "session");

        assertThat(tag).matches("W/\"[A-Za-z0-9_-]{16}\"");
        assertThat(page.tag(new Own(List.of("x"), "2"), "session")).isEqualTo(tag);
        assertThat(page.tag(new Own(List.of("y"), "1"), "session")).isNotEqualTo(tag);
        assertThat(page.tag(new Own(List.of("x"), "1"), "other")).isNotEqualTo(tag);
        assertThat(new PagePieces("b" + PagePieces.hole(0) + TOKEN).tag(new Own(List.of("x"), "1"), "session"))
                .isNotEqualTo(tag);
    }

    @Test
    void aTextIsNoPage() {
        PagePieces page = new PagePieces(PagePieces.hole(0));

        assertThatThrownBy(() -> page.gzip(new Own(List.of("x".repeat(70_000)), "")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
