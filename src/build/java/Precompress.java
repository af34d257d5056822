import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Puts a compressed copy beside each file of a folder, as small as can be: {@code a.css.br} and {@code a.css.gz}, where that is smaller
 * than the file. Run by the build; no part of the program.
 */
final class Precompress {
    private static final String BROTLI = ".br";
    private static final String GZIP = ".gz";

    private Precompress() {}

    public static void main(String[] arguments) throws IOException {
        boolean canBrotli = Brotli4jLoader.isAvailable();
        if (!canBrotli) {
            System.out.println("No brotli encoder for this platform: the static files are compressed with gzip only.");
        }
        for (Path file : files(Path.of(arguments[0]))) {
            byte[] content = Files.readAllBytes(file);
            put(file, GZIP, content, gzip(content));
            put(file, BROTLI, content, canBrotli ? brotli(content) : content);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(BROTLI)
                            && !file.toString().endsWith(GZIP))
                    .toList();
        }
    }

    /** Or takes away what an earlier build put there. */
    private static void put(Path file, String suffix, byte[] content, byte[] compressed) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + suffix);
        if (compressed.length < content.length) {
            Files.write(copy, compressed);
        } else {
            Files.deleteIfExists(copy);
        }
    }

    private static byte[] brotli(byte[] content) throws IOException {
        return Encoder.compress(content, Encoder.Parameters.create(11));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
