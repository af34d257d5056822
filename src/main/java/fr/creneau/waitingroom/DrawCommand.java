package fr.creneau.waitingroom;

import fr.creneau.domain.waitingroom.Draw;
import java.io.PrintStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * {@code draw KEY COMMITMENT TICKETS [NUMBER]}: recomputes a draw from what was published, without a database. Exit codes: 0 recomputed;
 * 1 the key is not the one that was committed to; 2 not understood.
 */
public final class DrawCommand {
    private static final int DONE = 0;
    private static final int WRONG_KEY = 1;
    private static final int USAGE = 2;
    private static final int WORDS = 3;

    /** @param words without {@code draw} in front */
    public int run(List<String> words, PrintStream out) {
        if (words.size() != WORDS && words.size() != WORDS + 1) {
            out.println("usage: draw KEY COMMITMENT TICKETS [NUMBER]");
            return USAGE;
        }
        try {
            byte[] key = HexFormat.of().parseHex(words.get(0).toLowerCase(Locale.ROOT));
            Draw draw = Draw.of(key, Integer.parseInt(words.get(2)));
            if (!Draw.commitment(key).equalsIgnoreCase(words.get(1))) {
                out.println("The SHA-256 of this key is " + Draw.commitment(key)
                        + ": it is not the one that was published before.");
                return WRONG_KEY;
            }
            out.println("The key is the one whose SHA-256 was published.");
            if (words.size() == WORDS) {
                out.println("ticket position");
                for (int ticket = 1; ticket <= draw.tickets(); ticket++) {
                    out.println(ticket + " " + draw.position(ticket));
                }
            } else {
                out.println("position " + draw.position(Integer.parseInt(words.get(WORDS))));
            }
            return DONE;
        } catch (IllegalArgumentException unreadable) {
            out.println(
                    "a key of 64 hexadecimal digits, its SHA-256, how many tickets were drawn, the number of one of them");
            return USAGE;
        }
    }
}
