package fr.creneau.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A static file, and the compressed copies of it that lie beside it: {@code a.css}, {@code a.css.br}, {@code a.css.gz}. None is made for a
 * request.
 *
 * @param contentType of the file, whatever it is wrapped in
 * @param forms the smallest first, the file itself last
 */
record StaticFile(String contentType, List<Form> forms) {
    private static final Logger log = LoggerFactory.getLogger(StaticFile.class);
    private static final int TAG_CHARS = 16;

    /**
     * The file in one coding.
     *
     * @param tag of its bytes
     * @param length in bytes
     */
    record Form(ContentCoding coding, String tag, long length, Source source) {}

    /** Where the bytes come from. */
    interface Source {
        /** Ends the answer with them. */
        Future<Void> send(HttpServerResponse response);
    }

    /** Blocking. */
    static StaticFile read(Path file) throws IOException {
        List<Form> forms = new ArrayList<>();
        for (ContentCoding coding : ContentCoding.values()) {
            Path path = file.resolveSibling(file.getFileName() + coding.suffix());
            if (Files.isRegularFile(path) && isOf(file, path)) {
                forms.add(form(coding, path));
            } else if (coding == ContentCoding.GZIP) {
                zipped(file).ifPresent(forms::add);
            }
        }
        return new StaticFile(type(file.getFileName().toString()), List.copyOf(forms));
    }

    /** The one that client likes best, and of those the smallest. One that likes none gets the file as it is. */
    Form best(HttpServerRequest request) {
        Form best = forms.get(forms.size() - 1);
        float most = 0;
        for (Form form : forms) {
            float quality = form.coding().quality(request);
            if (quality > most) {
                best = form;
                most = quality;
            }
        }
        return best;
    }

    private static boolean isOf(Path file, Path copy) throws IOException {
        boolean isOlder = Files.getLastModifiedTime(copy).compareTo(Files.getLastModifiedTime(file)) < 0;
        if (isOlder) {
            log.warn("{} is older than what it is a copy of, and is not used", copy);
        }
        return !isOlder;
    }

    /** A real file is left to the kernel to send; what is in a jar is small and kept. */
    private static Form form(ContentCoding coding, Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            return kept(coding, bytes);
        }
        String name = path.toAbsolutePath().toString();
        return new Form(coding, tag(bytes), bytes.length, response -> response.sendFile(name));
    }

    /** A theme may come without copies, and is some hundred kilobytes: compressed once, now. Empty where that does not make it smaller. */
    private static Optional<Form> zipped(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] zipped = Compression.gzip(content, Deflater.BEST_COMPRESSION);
        return zipped.length < content.length ? Optional.of(kept(ContentCoding.GZIP, zipped)) : Optional.empty();
    }

    private static Form kept(ContentCoding coding, byte[] bytes) {
        Buffer content = Buffer.buffer(bytes);
        return new Form(coding, tag(bytes), bytes.length, response -> response.end(content));
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash).substring(0, TAG_CHARS) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String type(String name) {
        String type = MimeMapping.mimeTypeForFilename(name);
        if (type == null) {
            return "application/octet-stream";
        }
        return type.startsWith("text/") || type.endsWith("javascript") ? type + "; charset=utf-8" : type;
    }
}
