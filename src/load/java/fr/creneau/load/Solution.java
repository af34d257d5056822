package fr.creneau.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Does a browser's work for the security check: finds the number whose hash with the salt is the challenge (ALTCHA). */
final class Solution {
    private Solution() {}

    /** What is sent as {@code altcha}. */
    static String of(String challenge, String salt, String signature, int maxNumber) {
        MessageDigest sha = sha256();
        byte[] wanted = HexFormat.of().parseHex(challenge);
        for (int number = 0; number <= maxNumber; number++) {
            if (Arrays.equals(sha.digest((salt + number).getBytes(StandardCharsets.UTF_8)), wanted)) {
                String payload = """
                        {"algorithm":"SHA-256","challenge":"%s","number":%d,"salt":"%s","signature":"%s"}""".formatted(challenge, number, salt, signature);
                return Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new IllegalStateException("a challenge without a solution");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
