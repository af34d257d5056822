package fr.creneau.web.api;

import fr.creneau.web.Compressible;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What an operation answers; {@link Api} sends it.
 *
 * @param tag of the content, for clients that have it already; empty for none
 * @param retryAfter seconds after which asking again is worth while; 0 if nothing is said of it
 */
record Reply(int status, String contentType, Compressible content, String tag, int retryAfter) {
    private static final String JSON = "application/json";
    private static final int TAG_BYTES = 12;

    private Reply(int status, String contentType, Buffer content, String tag) {
        this(status, contentType, new Compressible(content), tag, 0);
    }

    static Reply ok(JsonObject json) {
        return of(200, json);
    }

    static Reply of(int status, JsonObject json) {
        return new Reply(status, JSON, json.toBuffer(), "");
    }

    /** With a tag, so that a client that asks again is spared what it has. */
    static Reply tagged(JsonObject json) {
        Buffer content = json.toBuffer();
        return new Reply(200, JSON, content, tag(content));
    }

    static Reply json(String encoded) {
        return new Reply(200, JSON, Buffer.buffer(encoded), "");
    }

    static Reply text(String contentType, Buffer content) {
        return new Reply(200, contentType, content, "");
    }

    static Reply empty() {
        return new Reply(204, "", Buffer.buffer(), "");
    }

    Reply withRetryAfter(int seconds) {
        return new Reply(status, contentType, content, tag, seconds);
    }

    private static String tag(Buffer content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
