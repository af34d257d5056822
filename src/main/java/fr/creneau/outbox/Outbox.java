package fr.creneau.outbox;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Where a mail is left in the transaction that causes it: it is sent if, and only if, that transaction commits. */
public final class Outbox {
    private static final String ADD = """
            insert into outbox (id, desk_id, booking_id, kind, recipient, language, content)
            select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
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
        return addAll(transaction, List.of(mail));
    }

    /** The same for many, with one statement. */
    public static Future<Void> addAll(SqlClient transaction, List<OutgoingMail> mails) {
        return transaction
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(mails.stream().map(OutgoingMail::id).toArray(UUID[]::new))
                        .addArrayOfString(texts(mails, mail -> mail.desk().value()))
                        .addArrayOfUUID(mails.stream()
                                .map(mail -> mail.booking()
                                        .map(booking -> booking.value())
                                        .orElse(null))
                                .toArray(UUID[]::new))
                        .addArrayOfString(texts(mails, mail -> kind(mail.content())))
                        .addArrayOfString(texts(mails, mail -> mail.to().value()))
                        .addArrayOfString(texts(mails, mail -> mail.language().name()))
                        .addArrayOfString(texts(mails, mail -> MailContentJson.write(mail.content()))))
                .mapEmpty();
    }

    private static String[] texts(List<OutgoingMail> mails, Function<OutgoingMail, String> text) {
        return mails.stream().map(text).toArray(String[]::new);
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
