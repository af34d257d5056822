package fr.creneau.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts and authenticates small values that others keep for us: AES-256-GCM, a random nonce each. */
public final class Seal {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** To look one up among the providers takes as long as to use it. Each use begins with a key and a nonce of its own. */
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(Seal::newCipher);

    private final List<SecretKeySpec> keys;

    public Seal(Keyring keys) {
        this.keys =
                keys.all().stream().map(key -> new SecretKeySpec(key, "AES")).toList();
    }

    /** @param use what the value is for: a value sealed for one use can't be opened for another */
    public String seal(byte[] value, String use) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, use).doFinal(value);
            byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    /** The value; empty for anything that was not sealed for that use by one of the keys. */
    public Optional<byte[]> open(String sealed, String use) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException garbage) {
            return Optional.empty();
        }
        if (whole.length < NONCE_BYTES + TAG_BITS / 8) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            Optional<byte[]> value = tryOpen(whole, nonce, key, use);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> tryOpen(byte[] whole, byte[] nonce, SecretKeySpec key, String use) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, nonce, use)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES));
        } catch (GeneralSecurityException notThisKey) {
            return Optional.empty();
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String use)
            throws GeneralSecurityException {
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(use.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
