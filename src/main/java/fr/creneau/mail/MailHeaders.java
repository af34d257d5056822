package fr.creneau.mail;

import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.OutgoingMail;
import io.vertx.ext.mail.MailMessage;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Envelope and headers. What the mail client would write by itself is written here where it must be stable or is written badly. */
final class MailHeaders {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);

    private MailHeaders() {}

    static MailMessage of(OutgoingMail mail, Desk desk, Instant now) {
        Desk.Sender sender = desk.sender();
        MailMessage message = new MailMessage()
                .setBounceAddress(sender.address())
                .setFrom(sender.address())
                .setTo(mail.to().value())
                // The client would turn "Name <address>" into "address (Name)".
                .addHeader("From", HeaderText.mailbox(sender.name(), sender.address()))
                .addHeader("Message-ID", messageId(mail, sender.address()))
                .addHeader("Date", DATE.format(now.atZone(desk.zone())))
                .addHeader("Content-Language", mail.language().code())
                // No answering machine answers, no mailing list loops.
                .addHeader("Auto-Submitted", "auto-generated");
        if (!sender.replyTo().isBlank()) {
            message.addHeader("Reply-To", HeaderText.mailbox("", sender.replyTo()));
        }
        return message;
    }

    /** The same at each attempt, so that a mailbox may drop a second copy. */
    private static String messageId(OutgoingMail mail, String sender) {
        return "<" + mail.id() + "@" + sender.substring(sender.lastIndexOf('@') + 1) + ">";
    }
}
