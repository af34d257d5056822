package fr.creneau.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Where a mail is left in the transaction that causes it: it is sent if, and only if, that transaction commits. */
public final class Outbox {
    private static final String ADD = """
            insert into outbox (id, desk_id, booking_id, kind, recipient, language, content)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (id) do nothing
            """;

    private Outbox() {}

    /**
     * Adds a mail, once for each id, due at once.
     *
     * @param transaction the connection on which the causing transaction runs
     * @return fails with the database's fault; the transaction is lost then
     */
    public static Future<Void> add(SqlClient transaction, OutgoingMail mail) {
        return transaction
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        mail.id(),
                        mail.desk().value(),
                        mail.booking().map(booking -> booking.value()).orElse(null),
                        kind(mail.content()),
                        mail.to().value(),
                        mail.language().name(),
                        MailContentJson.write(mail.content())))
                .mapEmpty();
    }

    /** The name of a content's kind, as in its JSON and in the column. */
    public static String kind(MailContent content) {
        if (content instanceof MailContent.SecurityCode) {
            return "SECURITY_CODE";
        } else if (content instanceof MailContent.ToConfirm) {
            return "TO_CONFIRM";
        } else if (content instanceof MailContent.Convocation) {
            return "CONVOCATION";
        } else if (content instanceof MailContent.Cancellation) {
            return "CANCELLATION";
        } else if (content instanceof MailContent.Reminder) {
            return "REMINDER";
        }
        return "ALREADY_BOOKED";
    }
}
