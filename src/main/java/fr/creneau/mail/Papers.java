package fr.creneau.mail;

import fr.creneau.domain.Language;
import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.MailContent;
import io.vertx.ext.mail.MailAttachment;
import java.time.Instant;
import java.util.List;

/** The files that go with a mail. Blocking. */
@FunctionalInterface
interface Papers {
    List<MailAttachment> attachments(MailContent content, Desk desk, Language language, Instant now);
}
