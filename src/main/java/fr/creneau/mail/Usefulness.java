package fr.creneau.mail;

import fr.creneau.outbox.MailContent;
import java.time.Duration;
import java.time.Instant;

/** Until when a mail is worth sending. */
final class Usefulness {
    private static final Duration NEWS = Duration.ofDays(5);

    private Usefulness() {}

    /** A link that has expired, a code nobody can enter any more or a reminder of the past only confuse. */
    static Instant end(MailContent content, Instant written) {
        if (content instanceof MailContent.SecurityCode code) {
            return code.validUntil();
        } else if (content instanceof MailContent.ToConfirm request) {
            return request.confirmAtLatest();
        } else if (content instanceof MailContent.Reminder reminder) {
            return reminder.appointment().start();
        } else if (content instanceof MailContent.Convocation convocation) {
            return convocation.appointment().start();
        }
        return written.plus(NEWS);
    }
}
