package fr.creneau.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawCommandTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String COMMITMENT = "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void allPositionsAreListed() {
        assertThat(run(KEY, COMMITMENT, "4")).isZero();
        assertThat(lines()).containsSequence("ticket position", "1 3", "2 4", "3 2", "4 1");
    }

    @Test
    void onePositionIsTold() {
        assertThat(run(KEY, COMMITMENT, "30000", "15000")).isZero();
        assertThat(lines()).contains("position 18082");
    }

    @Test
    void anotherKeyThanTheOneAnnouncedIsFoundOut() {
        assertThat(run(KEY, "00" + COMMITMENT.substring(2), "4")).isEqualTo(1);
        assertThat(lines()).noneMatch(line -> line.contains("position"));
    }

    @Test
    void whatIsNoDrawIsRefused() {
        assertThat(run(KEY)).isEqualTo(2);
        assertThat(run("key", COMMITMENT, "4")).isEqualTo(2);
        assertThat(run(KEY, COMMITMENT, "many")).isEqualTo(2);
        assertThat(run(KEY, COMMITMENT, "4", "0")).isEqualTo(2);
    }

    private int run(String... words) {
        return new DrawCommand().run(List.of(words), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
