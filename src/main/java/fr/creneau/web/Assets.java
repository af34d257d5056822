package fr.creneau.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The static files: those of {@code webroot/} on the class path and, below {@code theme/}, those of the operator's theme. All are read
 * once, with the compressed copies beside them. Their address bears a hash of them all, so that it never means two things and files may
 * refer to each other relatively.
 */
public final class Assets {
    private static final int HASH_CHARS = 16;
    /** The theme's stylesheet and what it refers to. The rest of its {@code dist}, some 80 MB, stays on the disk. */
    private static final Pattern THEME_FILES = Pattern.compile("dsfr\\.min\\.css|fonts/.+\\.woff2?|icons/.+\\.svg");

    private final Map<String, StaticFile> files;
    private final String hash;
    private final boolean themed;

    private Assets(SortedMap<String, StaticFile> files) {
        this.files = Map.copyOf(files);
        this.hash = hash(files);
        this.themed = files.keySet().stream().anyMatch(name -> name.startsWith("theme/"));
    }

    /**
     * Reads all files. Blocking.
     *
     * @throws IllegalArgumentException if the folder is not the theme's
     */
    public static Assets load(Optional<Path> themeDir) {
        SortedMap<String, StaticFile> files = new TreeMap<>();
        try {
            readWebroot(files);
            if (themeDir.isPresent()) {
                read(themeDir.get(), "theme/", name -> THEME_FILES.matcher(name).matches(), files);
                if (!files.containsKey("theme/dsfr.min.css")) {
                    throw new IllegalArgumentException("theme.dir: there is no dsfr.min.css in " + themeDir.get());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Assets(files);
    }

    /** The address of a file; a file that isn't there is a fault of ours, or of the theme. */
    public String url(String name) {
        if (!files.containsKey(name)) {
            throw new IllegalArgumentException("no static file " + name);
        }
        return "/static/" + hash + "/" + name;
    }

    Optional<StaticFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    public String hash() {
        return hash;
    }

    public boolean themed() {
        return themed;
    }

    private static void readWebroot(SortedMap<String, StaticFile> files) throws IOException {
        URL root = Assets.class.getResource("/webroot");
        if (root == null) {
            return;
        }
        try {
            URI uri = root.toURI();
            if (uri.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    read(jar.getPath("/webroot"), "", Assets::isNoCopy, files);
                }
            } else {
                read(Path.of(uri), "", Assets::isNoCopy, files);
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** In our own folder, what ends like a compressed copy is one. */
    private static boolean isNoCopy(String name) {
        return !name.endsWith(ContentCoding.BROTLI.suffix()) && !name.endsWith(ContentCoding.GZIP.suffix());
    }

    private static void read(Path root, String prefix, Predicate<String> wanted, SortedMap<String, StaticFile> files)
            throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (wanted.test(name)) {
                    files.put(prefix + name, StaticFile.read(file));
                }
            }
        }
    }

    private static String hash(SortedMap<String, StaticFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, file) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                file.forms().forEach(form -> digest.update(form.tag().getBytes(StandardCharsets.UTF_8)));
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
