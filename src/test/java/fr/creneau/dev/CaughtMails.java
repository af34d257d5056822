package fr.creneau.dev;

import fr.creneau.testkit.MailParts;
import io.vertx.core.buffer.Buffer;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The mails the catcher accepted, one file each, written before the sender is told so: they survive a restart. */
final class CaughtMails {
    private static final String SUFFIX = ".eml";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS");

    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();

    /** @param id names its file */
    record Caught(String id, Buffer raw, MimeMessage mail, List<Part> parts) {}

    CaughtMails(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    void keep(MimeMessage mail) throws MessagingException {
        String id = STAMP.format(LocalDateTime.now(ZoneOffset.UTC)) + "-" + count.incrementAndGet();
        Path half = folder.resolve(id + ".tmp");
        try {
            try (OutputStream file = Files.newOutputStream(half)) {
                mail.writeTo(file);
            }
            Files.move(half, folder.resolve(id + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The newest first. */
    List<Caught> newest(int most) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .limit(most)
                    .map(name -> read(name.substring(0, name.length() - SUFFIX.length())))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param id anything at all */
    Optional<Caught> find(String id) {
        return id.matches("[0-9-]{1,40}") && Files.exists(folder.resolve(id + SUFFIX))
                ? Optional.of(read(id))
                : Optional.empty();
    }

    private Caught read(String id) {
        try {
            byte[] raw = Files.readAllBytes(folder.resolve(id + SUFFIX));
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
            return new Caught(id, Buffer.buffer(raw), mail, MailParts.leaves(mail));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
