package fr.creneau.web;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body that may be sent more than once: compressed when somebody first wishes for that, and then kept. Of any thread. */
public final class Compressible {
    private static final int LEVEL = 5;

    private final Buffer plain;
    private volatile @Nullable Buffer gzip;

    public Compressible(Buffer plain) {
        this.plain = plain;
    }

    /** As it is; not to be changed. */
    public Buffer plain() {
        return plain;
    }

    Buffer gzip() {
        Buffer known = gzip;
        if (known == null) {
            known = Buffer.buffer(Compression.gzip(plain.getBytes(), LEVEL));
            gzip = known;
        }
        return known;
    }
}
