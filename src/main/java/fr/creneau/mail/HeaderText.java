package fr.creneau.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text in mail headers (RFC 5322 and 2047). */
final class HeaderText {
    /** 45 bytes are 60 characters of Base64: with its marks an encoded word stays under the 75 that are allowed. */
    private static final int BYTES_PER_WORD = 45;

    private HeaderText() {}

    /**
     * A display name with its address.
     *
     * @throws IllegalArgumentException if the address would break out of the header
     */
    static String mailbox(String name, String address) {
        if (address.chars().anyMatch(c -> c <= ' ' || c == '<' || c == '>' || c >= 0x7f)) {
            throw new IllegalArgumentException("not an address for a header");
        }
        String plain = name.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (plain.isEmpty()) {
            return address;
        }
        return (isAscii(plain) ? quoted(plain) : encoded(plain)) + " <" + address + ">";
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String encoded(String text) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            String next = Character.toString(c);
            if (bytes(word + next).length > BYTES_PER_WORD) {
                words.append(encodedWord(word)).append("\r\n ");
                word.setLength(0);
            }
            word.append(next);
        }
        return words.append(encodedWord(word)).toString();
    }

    private static String encodedWord(CharSequence text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes(text.toString())) + "?=";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
