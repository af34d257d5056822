package fr.creneau.web;

import fr.creneau.crypto.Keyring;
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
 * Tokens that show that a form came from a page of the same session: HMAC of the session under a nonce and the
 * instant at which the page was shown. The nonce makes every page's
 * token another, so that compressed pages give nothing away.
 */
final class Csrf {
    /** The name of the form field. */
    static final String FIELD = "csrf";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_CHARS = 16;
    /** The nonce, and the instant in milliseconds as sixteen hexadecimal digits. */
    private static final int PLAIN_CHARS = NONCE_CHARS + 16;

    private final Keyring keys;

    Csrf(Keyring keys) {
        this.keys = keys;
    }

    /** @param shownAt when the page of the form was first shown; kept to the millisecond */
    String token(SessionId session, Instant shownAt) {
        byte[] bytes = new byte[NONCE_CHARS / 2];
        RANDOM.nextBytes(bytes);
        String plain = HexFormat.of().formatHex(bytes) + HexFormat.of().toHexDigits(shownAt.toEpochMilli());
        return plain + encode(keys.mac(plain + session.value()));
    }

    /** When the page with that token was first shown; empty for a token of another session, or of nobody. */
    Optional<Instant> shownAt(String token, SessionId session) {
        if (token.length() <= PLAIN_CHARS) {
            return Optional.empty();
        }
        String plain = token.substring(0, PLAIN_CHARS);
        byte[] typed = token.substring(PLAIN_CHARS).getBytes(StandardCharsets.US_ASCII);
        boolean ours = keys.all().stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        typed, encode(Keyring.mac(key, plain + session.value())).getBytes(StandardCharsets.US_ASCII)));
        return ours
                ? Optional.of(Instant.ofEpochMilli(HexFormat.fromHexDigitsToLong(plain, NONCE_CHARS, PLAIN_CHARS)))
                : Optional.empty();
    }

    /** What a page showed, as its form sends it back: equal values of the same session have the same one, and it tells nothing. */
    String fingerprint(SessionId session, List<String> shown) {
        return encode(keys.mac("shown" + new JsonArray(shown).encode() + session.value()));
    }

    private static String encode(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
