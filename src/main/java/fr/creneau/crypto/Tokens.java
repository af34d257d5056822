package fr.creneau.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that are handed out: 160 random bits in URL-safe Base64, of which only the hash is kept. */
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 20;
    /** To look one up among the providers takes as long as to use it. Each is as new after each use. */
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Tokens::newDigest);

    private Tokens() {}

    public static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** SHA-256 of the token: enough, since tokens are random and long. */
    public static byte[] hash(String token) {
        return DIGESTS.get().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
