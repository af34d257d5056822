package fr.creneau.mail;

import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.text.Messages;
import fr.creneau.text.Templates;
import io.vertx.ext.mail.MailMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Turns what a mail says into the mail: subject, HTML, text and attachments, in the applicant's language. Blocking; safe to share. */
final class MailComposer {
    private final Templates html = Templates.html("/mail/html");
    private final Templates text = Templates.text("/mail/text");
    private final Letters letters;
    private final Papers papers;

    /**
     * @param publicUrl where links lead
     * @param confirmWithin how long after the relay's acceptance a request may be confirmed
     */
    MailComposer(URI publicUrl, Duration confirmWithin, Papers papers) {
        this.letters = new Letters(publicUrl, confirmWithin);
        this.papers = papers;
    }

    /** @param now what the mail is dated, and what the deadline of a first mail is counted from */
    MailMessage compose(OutgoingMail mail, Desk desk, Instant now) {
        Messages messages = Messages.of(mail.language(), desk);
        Letter letter = letters.about(mail.content(), new Wording(messages, desk), now);
        Map<String, Object> model = new HashMap<>(letter.model());
        model.put("lang", mail.language().code());
        model.put("subject", letter.subject());
        model.put("contact", desk.contact());
        return MailHeaders.of(mail, desk, now)
                .setSubject(letter.subject())
                .setHtml(html.render(letter.template(), messages, model))
                .setText(tidy(text.render(letter.template(), messages, model)))
                .setAttachment(papers.attachments(mail.content(), desk, mail.language(), now));
    }

    /** Templates are written to be read, with blank lines around their parts: one is enough in a mail. */
    private static String tidy(String text) {
        return text.replaceAll("[ \t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip() + "\n";
    }
}
