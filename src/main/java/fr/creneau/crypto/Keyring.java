package fr.creneau.crypto;

import fr.creneau.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one use, each derived from an operator's secret by HMAC-SHA-256 of the use's name, so that no key serves two ends. The
 * first key makes, every key verifies: that is how keys rotate.
 */
public final class Keyring {
    private final List<byte[]> keys;

    private Keyring(List<byte[]> keys) {
        this.keys = keys;
    }

    /** @param use names what the keys are for, e.g. {@code "session cookie"} */
    public static Keyring derive(List<Secret> secrets, String use) {
        return new Keyring(secrets.stream()
                .map(secret -> mac(secret.value().getBytes(StandardCharsets.UTF_8), use))
                .toList());
    }

    /** The key that makes: 32 bytes. */
    public byte[] current() {
        return keys.get(0).clone();
    }

    /** All keys, the one that makes first. */
    public List<byte[]> all() {
        return keys.stream().map(byte[]::clone).toList();
    }

    /** HMAC-SHA-256 of a text under the current key. */
    public byte[] mac(String text) {
        return mac(keys.get(0), text);
    }

    /** HMAC-SHA-256 of a text under a key. */
    public static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
