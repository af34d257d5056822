package fr.creneau.testkit;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import fr.creneau.config.Config;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real SMTP server on the loopback that keeps what it is given. */
public final class MailCatcher implements AutoCloseable {
    private final GreenMail server;

    private MailCatcher(GreenMail server) {
        this.server = server;
    }

    public static MailCatcher start() {
        GreenMail server = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return new MailCatcher(server);
    }

    /** How to reach it. */
    public Config.Smtp smtp() {
        return TestConfig.relay(server.getSmtp().getPort(), Duration.ofSeconds(5));
    }

    /** Everything caught since the start or the last {@link #clear}, in order of arrival. */
    public List<MimeMessage> received() {
        return List.of(server.getReceivedMessages());
    }

    /** What was caught for that address. */
    public List<MimeMessage> receivedBy(String address) {
        return received().stream()
                .filter(mail -> recipients(mail).anyMatch(address::equalsIgnoreCase))
                .toList();
    }

    /** The decoded text of a mail's first part of that type, e.g. {@code text/plain}; empty if it has none. */
    public static String text(MimeMessage mail, String type) {
        try {
            return MailParts.first(mail, type);
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (com.icegreen.greenmail.store.FolderException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Stream<String> recipients(MimeMessage mail) {
        try {
            return Stream.of(mail.getAllRecipients())
                    .map(recipient -> ((jakarta.mail.internet.InternetAddress) recipient).getAddress());
        } catch (MessagingException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
