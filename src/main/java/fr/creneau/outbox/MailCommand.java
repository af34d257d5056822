package fr.creneau.outbox;

import fr.creneau.config.Config;
import fr.creneau.outbox.DeadMails.DeadMail;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code mail list} shows the mails that were given up, {@code mail resend ID...} gives some of them another chance. Exit codes: 0 done;
 * 1 some could not be put back; 2 not understood; 3 the database failed.
 */
public final class MailCommand {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int FAULT = 3;
    private static final int SHOWN = 1_000;

    /** @param words with {@code mail} in front */
    public int run(List<String> words, Config config, PrintStream out) {
        DeadMails mails = new DeadMails(config.postgres());
        try {
            if (words.equals(List.of("mail", "list"))) {
                return list(mails, out);
            } else if (words.size() > 2 && words.subList(0, 2).equals(List.of("mail", "resend"))) {
                return resend(mails, ids(words.subList(2, words.size())), out);
            }
        } catch (IllegalArgumentException notAnId) {
            out.println("not the id of a mail, as mail list shows them");
            return USAGE;
        } catch (SQLException fault) {
            out.println("The database failed: " + fault.getMessage());
            return FAULT;
        }
        out.println("usage: mail list | mail resend ID...");
        return USAGE;
    }

    private static int list(DeadMails mails, PrintStream out) throws SQLException {
        List<DeadMail> dead = mails.list(SHOWN);
        for (DeadMail mail : dead) {
            out.printf(
                    "%s  %s  %s  %s  %s%s%n",
                    mail.id(),
                    mail.written(),
                    mail.desk(),
                    mail.kind(),
                    mail.code(),
                    mail.kept() ? "" : "  (erased: cannot be sent again)");
        }
        if (dead.isEmpty()) {
            out.println("No mail was given up.");
        }
        return DONE;
    }

    /** All are read before the first one is put back. */
    private static List<UUID> ids(List<String> words) {
        List<UUID> ids = new ArrayList<>();
        words.forEach(word -> ids.add(UUID.fromString(word)));
        return ids;
    }

    private static int resend(DeadMails mails, List<UUID> ids, PrintStream out) throws SQLException {
        int code = DONE;
        for (UUID id : ids) {
            if (mails.resend(id)) {
                out.println(id + " waits to be sent");
            } else {
                out.println(id + " cannot be sent again: it was not given up, or what it said is erased");
                code = REFUSED;
            }
        }
        return code;
    }
}
