package fr.creneau.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An atomic act in Redis: the text of a script and the name Redis caches it under.
 *
 * @param name for logs
 * @param sha1 of the source, as EVALSHA wants it
 */
public record LuaScript(String name, String source, String sha1) {

    public static LuaScript of(String name, String source) {
        return new LuaScript(name, source, sha1(source));
    }

    /**
     * Reads a script from the class path, with what it needs in front of it.
     *
     * @param preludes resources whose definitions the script uses, in this order
     * @throws IllegalStateException if a resource is missing: a fault of the build
     */
    public static LuaScript load(String resource, String... preludes) {
        StringBuilder source = new StringBuilder();
        for (String prelude : preludes) {
            source.append(read(prelude)).append('\n');
        }
        return of(resource, source.append(read(resource)).toString());
    }

    private static String read(String resource) {
        try (InputStream in = LuaScript.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String sha1(String source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
