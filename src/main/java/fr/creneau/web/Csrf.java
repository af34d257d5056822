package fr.creneau.web;

import fr.creneau.crypto.Keyring;
import fr.creneau.crypto.Tokens;
import fr.creneau.hold.SessionId;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tokens that show that a form came from a page of the same session: HMAC of the session under a nonce, the instant at which the page
 * was shown and which page it was. The nonce makes every page's token another, so that compressed pages give nothing away.
 */
final class Csrf {
    /** The name of the form field. */
    static final String FIELD = "csrf";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_CHARS = 16;
    /** The nonce, and the instant in milliseconds as sixteen hexadecimal digits. */
    private static final int PAGE = NONCE_CHARS + 16;
    /** With the page as eight further ones. */
    private static final int PLAIN_CHARS = PAGE + 8;

    private final Keyring keys;

    Csrf(Keyring keys) {
        this.keys = keys;
    }

    /** When a page was first shown, to the millisecond, and which. */
    record Shown(Instant at, String page) {
        /** Whether it was that page: the age of another one's token says nothing of this one's form. */
        boolean is(String path) {
            return page.equals(Csrf.page(path));
        }
    }

    /** @param path of the page, under which its form is sent */
    String token(SessionId session, Instant shownAt, String path) {
        byte[] bytes = new byte[NONCE_CHARS / 2];
        RANDOM.nextBytes(bytes);
        String plain =
                HexFormat.of().formatHex(bytes) + HexFormat.of().toHexDigits(shownAt.toEpochMilli()) + page(path);
        return plain + encode(keys.mac(plain + session.value()));
    }

    /** What the token says; empty for a token of another session, or of nobody. */
    Optional<Shown> shown(String token, SessionId session) {
        if (token.length() <= PLAIN_CHARS) {
            return Optional.empty();
        }
        String plain = token.substring(0, PLAIN_CHARS);
        byte[] typed = token.substring(PLAIN_CHARS).getBytes(StandardCharsets.US_ASCII);
        boolean ours = keys.all().stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        typed, encode(Keyring.mac(key, plain + session.value())).getBytes(StandardCharsets.US_ASCII)));
        return ours
                ? Optional.of(new Shown(
                        Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(plain, NONCE_CHARS, PAGE)),
                        plain.substring(PAGE)))
                : Optional.empty();
    }

    /** What a page showed, as its form sends it back: equal values of the same session have the same one, and it tells nothing. */
    String fingerprint(SessionId session, List<String> shown) {
        return encode(keys.mac("shown" + new JsonArray(shown).encode() + session.value()));
    }

    private static String page(String path) {
        return HexFormat.of().formatHex(Tokens.hash(path), 0, (PLAIN_CHARS - PAGE) / 2);
    }

    private static String encode(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
