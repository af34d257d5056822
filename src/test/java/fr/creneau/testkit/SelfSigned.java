package fr.creneau.testkit;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A key with a certificate for the name {@code localhost} alone, signed by nobody else: made by the JDK's own keytool. */
public final class SelfSigned {
    /** Of the key store. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "server";
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;

    private SelfSigned(Path folder) {
        this.folder = folder;
    }

    /** Makes one in that folder. */
    public static SelfSigned in(Path folder) {
        SelfSigned made = new SelfSigned(folder);
        made.keytool(List.of(
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                made.keyStore().toString()));
        try {
            KeyStore store = made.load();
            made.writePem(
                    "certificate.pem",
                    "CERTIFICATE",
                    store.getCertificate(ALIAS).getEncoded());
            made.writePem(
                    "key.pem",
                    "PRIVATE KEY",
                    store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return made;
    }

    /** PKCS#12, with the key: for servers; for clients it says whom to trust. */
    public Path keyStore() {
        return folder.resolve("server.p12");
    }

    public Path certificatePem() {
        return folder.resolve("certificate.pem");
    }

    /** Readable by its owner only. */
    public Path keyPem() {
        return folder.resolve("key.pem");
    }

    /** What makes a JVM trust this certificate and no other. */
    public Map<String, String> trustSettings() {
        return new TreeMap<>(Map.of(
                "javax.net.ssl.trustStore",
                keyStore().toString(),
                "javax.net.ssl.trustStorePassword",
                PASSWORD,
                "javax.net.ssl.trustStoreType",
                "PKCS12"));
    }

    /** Until it is closed, what this JVM opens trusts this certificate and no other. */
    public Trust trusted() {
        return new Trust(trustSettings());
    }

    /** A change of the JVM's trust. */
    public static final class Trust implements AutoCloseable {
        private final Map<String, String> settings;

        private Trust(Map<String, String> settings) {
            this.settings = settings;
            settings.forEach(System::setProperty);
        }

        @Override
        public void close() {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    private KeyStore load() throws GeneralSecurityException {
        try (InputStream in = new FileInputStream(keyStore().toFile())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void writePem(String name, String what, byte[] content) {
        String text = "-----BEGIN " + what + "-----\n" + PEM.encodeToString(content) + "\n-----END " + what + "-----\n";
        try {
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void keytool(List<String> arguments) {
        try {
            Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
            java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
            command.addAll(arguments);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
