package fr.creneau.web;

import fr.creneau.crypto.Keyring;
import fr.creneau.hold.SessionId;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Tokens that show that a form came from a page of the same session: HMAC of the session under a nonce. The nonce makes every page's
 * token another, so that compressed pages give nothing away.
 */
final class Csrf {
    /** The name of the form field. */
    static final String FIELD = "csrf";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_CHARS = 16;
    private final Keyring keys;

    Csrf(Keyring keys) {
        this.keys = keys;
    }

    String token(SessionId session) {
        byte[] bytes = new byte[NONCE_CHARS / 2];
        RANDOM.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return nonce + encode(keys.mac(nonce + session.value()));
    }

    boolean isValid(String token, SessionId session) {
        if (token.length() <= NONCE_CHARS) {
            return false;
        }
        String nonce = token.substring(0, NONCE_CHARS);
        byte[] typed = token.substring(NONCE_CHARS).getBytes(StandardCharsets.US_ASCII);
        return keys.all().stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        typed, encode(Keyring.mac(key, nonce + session.value())).getBytes(StandardCharsets.US_ASCII)));
    }

    /** What a page showed, as its form sends it back: equal values of the same session have the same one, and it tells nothing. */
    String fingerprint(SessionId session, List<String> shown) {
        return encode(keys.mac("shown" + new JsonArray(shown).encode() + session.value()));
    }

    private static String encode(byte[] mac) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
