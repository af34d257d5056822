package fr.creneau.faults;

import fr.creneau.faults.Client.Answer;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import fr.creneau.testkit.MailCatcher;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens every mail once and presses the button behind its link until something definite comes back. */
final class Mailbox {
    private static final Pattern LINK = Pattern.compile("/confirmation/[A-Za-z0-9_-]+");

    private final Site site;
    private final History history;
    private final Client client;
    private final Queue<Mail> unanswered = new ArrayDeque<>();
    /** Message-IDs: the catcher keeps no order among mailboxes, and a mail may come twice. */
    private final Set<String> read = new HashSet<>();

    private record Mail(String email, String link) {}

    Mailbox(Site site, History history, Client client) {
        this.site = site;
        this.history = history;
        this.client = client;
    }

    void open() throws MessagingException, InterruptedException {
        for (MimeMessage mail : site.mails().received()) {
            if (!read.add(mail.getMessageID())) {
                continue;
            }
            String email = mail.getAllRecipients()[0].toString();
            long now = System.currentTimeMillis();
            history.add(new Operation(Kind.MAIL, 0, email, now, now, End.OK, "", "", 0));
            Matcher link = LINK.matcher(MailCatcher.text(mail, "text/plain"));
            if (link.find()) {
                unanswered.add(new Mail(email, link.group()));
            }
        }
        for (int left = unanswered.size(); left > 0; left--) {
            Mail mail = unanswered.remove();
            if (confirm(mail) == End.UNKNOWN) {
                unanswered.add(mail);
                return;
            }
        }
    }

    /** Nobody presses again what was not answered. */
    void leave() {
        unanswered.forEach(mail -> history.unresolved());
    }

    /** The answer to the button leads to a page that says what became of it: it has the papers once it is booked. */
    private End confirm(Mail mail) throws InterruptedException {
        long invoked = System.currentTimeMillis();
        Answer pressed = client.press(site.anywhere(mail.link()));
        Answer shown = pressed.status() == 303 ? client.page(site.anywhere(mail.link())) : pressed;
        End end = shown.status() == 200 && shown.body().contains("/convocation.pdf")
                ? End.OK
                : shown.status() == 200 || shown.status() == 404 ? End.FAIL : End.UNKNOWN;
        history.add(new Operation(
                Kind.CONFIRM, 0, mail.email(), invoked, System.currentTimeMillis(), end, shown.summary(), "", 0));
        return end;
    }
}
