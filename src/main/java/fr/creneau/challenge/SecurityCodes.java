package fr.creneau.challenge;

import fr.creneau.crypto.Keyring;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Six-digit codes, and what is kept of them: an HMAC bound to the hold, so that Redis alone tells nothing. Thread-safe. */
final class SecurityCodes {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int DIGITS = 6;
    private static final int LONGEST_TYPED = 40;

    private final Keyring keys;

    SecurityCodes(Keyring keys) {
        this.keys = keys;
    }

    static String draw() {
        return String.format(Locale.ROOT, "%06d", RANDOM.nextInt(1_000_000));
    }

    /** The six digits a person typed, whatever separators or digits of another script; empty when they are not six. */
    static Optional<String> parse(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder();
        boolean clean = typed.codePoints().filter(c -> !isSeparator(c)).allMatch(c -> {
            digits.append(Math.max(Character.digit(c, 10), 0));
            return Character.isDigit(c);
        });
        return clean && digits.length() == DIGITS ? Optional.of(digits.toString()) : Optional.empty();
    }

    private static boolean isSeparator(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || Character.getType(c) == Character.FORMAT;
    }

    /** What is kept of a code. */
    String seal(String hold, String code) {
        return HexFormat.of().formatHex(keys.mac(text(hold, code)));
    }

    /** What may be kept of it: under any key that may have been the first when it was sent. */
    List<String> seals(String hold, String code) {
        return keys.all().stream()
                .map(key -> HexFormat.of().formatHex(Keyring.mac(key, text(hold, code))))
                .toList();
    }

    private static String text(String hold, String code) {
        return "code\n" + hold + '\n' + code;
    }
}
