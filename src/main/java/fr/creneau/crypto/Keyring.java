package fr.creneau.crypto;

import fr.creneau.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one use, each derived from an operator's secret by HMAC-SHA-256 of the use's name, so that no key serves two ends. The
 * first key makes, every key verifies: that is how keys rotate.
 */
public final class Keyring {
    private static final String ALGORITHM = "HmacSHA256";
    /** To look one up among the providers takes as long as to use it. Each use begins with a key. */
    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Keyring::newMac);

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
        Mac mac = MACS.get();
        try {
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (InvalidKeyException impossible) {
            throw new IllegalStateException("any bytes are a key", impossible);
        }
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }
}
