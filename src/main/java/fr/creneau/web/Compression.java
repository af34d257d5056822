package fr.creneau.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Answers other than files and shared pages, compressed for whoever likes that. The server's own compressor would stand in the way of every
 * answer, and of the kernel's sending files by itself.
 */
public final class Compression {
    /** What fits into a packet anyway is sent as it is: compressing it would cost more than all else. */
    private static final int LEAST = 1_024;

    private Compression() {}

    /** Ends the answer with that body, whose headers are set but for those of its coding. */
    public static Future<Void> end(HttpServerRequest request, Compressible body) {
        HttpServerResponse response = request.response();
        if (body.plain().length() < LEAST) {
            return response.end(body.plain());
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (!wishesGzip(request) || request.method().equals(HttpMethod.HEAD)) {
            return response.end(body.plain());
        }
        return response.putHeader(HttpHeaders.CONTENT_ENCODING, ContentCoding.GZIP.token())
                .end(body.gzip());
    }

    static boolean wishesGzip(HttpServerRequest request) {
        float gzip = ContentCoding.GZIP.quality(request);
        return gzip > 0 && gzip >= ContentCoding.IDENTITY.quality(request);
    }

    static byte[] gzip(byte[] content, int level) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(level);
            }
        }) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException("an array takes all", impossible);
        }
        return bytes.toByteArray();
    }
}
