package fr.creneau.domain.waitingroom;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The order of the tickets of a release: a permutation made by a key, so that nothing is stored, each ticket's position costs some
 * nanoseconds, and whoever knows the key and the number of tickets finds the same order. Tickets and positions count from 1.
 *
 * <p>It is a balanced Feistel network of {@value #ROUNDS} rounds over the smallest power of four above the number of tickets, from 64 on, applied
 * again while the result is no ticket (cycle walking). The round function is SHA-256 of the key, the round and the right half. How to
 * recompute it elsewhere, in a few lines, is in {@code src/docs/waiting-room.md}. Immutable.
 */
public final class Draw {
    public static final int KEY_BYTES = 32;
    /** More tickets than anybody will ever sell: the tables below stay small. */
    public static final int MOST_TICKETS = 1 << 24;

    private static final int ROUNDS = 16;
    /** Over 16 values the network does not reach all orders alike, however many rounds it has (a test shows it); over 64 it does. */
    private static final int SMALLEST_HALF = 3;

    private final int tickets;
    private final int half;
    private final int mask;
    /** What the round function says, for each round and right half: there are few, and each is asked for again and again. */
    private final int[][] rounds;

    private Draw(int tickets, int half, int[][] rounds) {
        this.tickets = tickets;
        this.half = half;
        this.mask = (1 << half) - 1;
        this.rounds = rounds;
    }

    /**
     * @param key {@value #KEY_BYTES} bytes
     * @param tickets how many took part, from 0
     */
    public static Draw of(byte[] key, int tickets) {
        if (key.length != KEY_BYTES || tickets < 0 || tickets > MOST_TICKETS) {
            throw new IllegalArgumentException("a key of 32 bytes, and at most 16 777 216 tickets");
        }
        int half = SMALLEST_HALF;
        // Strictly above, lest only even permutations could come out where the number of tickets is a power of four.
        while (1L << (2 * half) <= tickets) {
            half++;
        }
        MessageDigest sha256 = sha256();
        int[][] rounds = new int[ROUNDS][1 << half];
        for (int round = 0; round < ROUNDS; round++) {
            for (int right = 0; right < rounds[round].length; right++) {
                sha256.update(key);
                sha256.update((byte) round);
                byte[] hash = sha256.digest(
                        ByteBuffer.allocate(Integer.BYTES).putInt(right).array());
                rounds[round][right] = ByteBuffer.wrap(hash).getInt() & ((1 << half) - 1);
            }
        }
        return new Draw(tickets, half, rounds);
    }

    /** SHA-256 of the key in hexadecimal: published before anybody enrols, so that no other key can be shown afterwards. */
    public static String commitment(byte[] key) {
        return HexFormat.of().formatHex(sha256().digest(key));
    }

    /** How many took part: their positions are those from 1 to this number. */
    public int tickets() {
        return tickets;
    }

    /** Where a ticket comes. Those that did not take part in the draw come after it in order of their numbers. */
    public int position(int ticket) {
        if (ticket < 1) {
            throw new IllegalArgumentException("tickets count from 1");
        }
        if (ticket > tickets) {
            return ticket;
        }
        int index = ticket - 1;
        do {
            index = permute(index);
        } while (index >= tickets);
        return index + 1;
    }

    private int permute(int index) {
        int left = index >>> half;
        int right = index & mask;
        for (int[] round : rounds) {
            int next = left ^ round[right];
            left = right;
            right = next;
        }
        return left << half | right;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
