package fr.creneau.domain.waitingroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors were made by another program, from the description in {@code src/docs/waiting-room.md} alone: whoever recomputes a draw can
 * try theirs on them.
 */
class DrawTest {
    private static final byte[] ZEROS = new byte[Draw.KEY_BYTES];
    private static final byte[] COUNTING =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    @Test
    void smallDrawsAreThoseOfTheVectors() {
        assertThat(order(ZEROS, 4)).containsExactly(2, 4, 3, 1);
        assertThat(order(ZEROS, 5)).containsExactly(2, 4, 3, 1, 5);
        assertThat(order(ZEROS, 7)).containsExactly(2, 4, 6, 1, 5, 7, 3);
        assertThat(order(ZEROS, 16)).containsExactly(2, 4, 12, 9, 5, 8, 3, 15, 14, 16, 6, 13, 11, 10, 7, 1);
        assertThat(order(COUNTING, 2)).containsExactly(2, 1);
        assertThat(order(COUNTING, 3)).containsExactly(3, 1, 2);
        assertThat(order(COUNTING, 17)).containsExactly(13, 4, 14, 10, 5, 6, 9, 15, 1, 8, 12, 16, 3, 2, 7, 17, 11);
    }

    @Test
    void largeDrawsAreThoseOfTheVectors() {
        assertThat(positions(COUNTING, 1_000, 1, 2, 3, 500, 1_000)).containsExactly(607, 875, 454, 614, 393);
        assertThat(positions(COUNTING, 30_000, 1, 2, 3, 15_000, 30_000))
                .containsExactly(18_579, 20_052, 19_094, 18_082, 19_419);
        assertThat(positions(COUNTING, 65_536, 1, 2, 3, 32_768, 65_536))
                .containsExactly(32_228, 35_909, 38_170, 4_650, 41_703);
        assertThat(positions(ZEROS, 1_000_000, 1, 2, 3, 500_000, 1_000_000))
                .containsExactly(936_256, 657_472, 432_930, 555_690, 881_152);
    }

    @Test
    void commitmentIsTheHashOfTheKey() {
        assertThat(Draw.commitment(COUNTING))
                .isEqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    }

    /** 4096 and 65536 are powers of four, 2048 is one of two only, 4095 and 4097 stand beside. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 2_048, 4_095, 4_096, 4_097, 65_536, 100_000})
    void everyTicketHasAPositionOfItsOwn(int tickets) {
        assertPermutation(COUNTING, tickets);
    }

    @Property(tries = 500)
    void whateverTheKeyAndTheNumberEveryTicketHasAPositionOfItsOwn(
            @ForAll @Size(32) byte[] key, @ForAll @IntRange(max = 3_000) int tickets) {
        assertPermutation(key, tickets);
    }

    @Property(tries = 200)
    void whoComesLaterQueuesInOrderOfArrival(
            @ForAll @IntRange(max = 500) int tickets, @ForAll @IntRange(min = 1, max = 500) int later) {
        assertThat(Draw.of(COUNTING, tickets).position(tickets + later)).isEqualTo(tickets + later);
    }

    @Test
    void withoutTicketsThereIsNothingToDraw() {
        assertThat(Draw.of(ZEROS, 0).position(1)).isEqualTo(1);
        assertThat(Draw.of(ZEROS, 0).tickets()).isZero();
    }

    /** Pearson's statistic over all orders of a few tickets: beyond the bound once in a hundred thousand, were the draw fair. */
    @Test
    void everyOrderIsAsLikelyAsAnyOther() {
        assertThat(chiSquareOfOrders(2, 4_000)).isLessThan(19.5);
        assertThat(chiSquareOfOrders(3, 12_000)).isLessThan(30.9);
        assertThat(chiSquareOfOrders(4, 24_000)).isLessThan(64.0);
        assertThat(chiSquareOfOrders(5, 60_000)).isLessThan(195.0);
    }

    /** Each of 50 tickets, at each of 50 positions: 2401 degrees of freedom. */
    @Test
    void everyTicketIsAsLikelyAtAnyPosition() {
        int tickets = 50;
        int draws = 20_000;
        int[][] seen = new int[tickets][tickets];
        for (int i = 0; i < draws; i++) {
            Draw draw = Draw.of(key(i), tickets);
            for (int ticket = 1; ticket <= tickets; ticket++) {
                seen[ticket - 1][draw.position(ticket) - 1]++;
            }
        }
        double expected = (double) draws / tickets;
        double chiSquare = Arrays.stream(seen)
                .flatMapToInt(Arrays::stream)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare).isBetween(2_100.0, 2_710.0);
    }

    @Test
    void whatIsNoKeyOrNoTicketIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Draw.of(new byte[31], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Draw.of(ZEROS, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Draw.of(ZEROS, Draw.MOST_TICKETS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Draw.of(ZEROS, 5).position(0));
    }

    private static double chiSquareOfOrders(int tickets, int draws) {
        Map<List<Integer>, Integer> seen = new HashMap<>();
        for (int i = 0; i < draws; i++) {
            seen.merge(order(key(i), tickets), 1, Integer::sum);
        }
        int orders = IntStream.rangeClosed(1, tickets).reduce(1, (a, b) -> a * b);
        assertThat(seen).hasSize(orders);
        double expected = (double) draws / orders;
        return seen.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    private static void assertPermutation(byte[] key, int tickets) {
        Draw draw = Draw.of(key, tickets);
        boolean[] taken = new boolean[tickets + 1];
        for (int ticket = 1; ticket <= tickets; ticket++) {
            int position = draw.position(ticket);
            assertThat(position).isBetween(1, tickets);
            assertThat(taken[position]).as("position %d given twice", position).isFalse();
            taken[position] = true;
        }
    }

    private static List<Integer> order(byte[] key, int tickets) {
        Draw draw = Draw.of(key, tickets);
        return IntStream.rangeClosed(1, tickets).map(draw::position).boxed().toList();
    }

    private static int[] positions(byte[] key, int tickets, int... of) {
        return Arrays.stream(of).map(Draw.of(key, tickets)::position).toArray();
    }

    private static byte[] key(int number) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
