package fr.creneau.booking;

import fr.creneau.bus.Bus;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.Outbox;
import fr.creneau.outbox.OutboxMessages;
import fr.creneau.outbox.OutgoingMail;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Mails about a request, to its address and in its language. */
final class Mails {
    private final Bus bus;

    Mails(Bus bus) {
        this.bus = bus;
    }

    /** Adds one in the caller's transaction and gives its id. */
    Future<UUID> add(SqlClient transaction, Appointment about, MailContent content) {
        OutgoingMail mail = about(about, content);
        return Outbox.add(transaction, mail).map(mail.id());
    }

    Future<Void> addAll(SqlClient transaction, List<OutgoingMail> mails) {
        return Outbox.addAll(transaction, mails);
    }

    static OutgoingMail about(Appointment appointment, MailContent content) {
        return new OutgoingMail(
                UUID.randomUUID(),
                appointment.desk(),
                Optional.of(appointment.id()),
                appointment.applicant().email(),
                appointment.language(),
                content);
    }

    /** After the commit. */
    void written() {
        bus.announce(OutboxMessages.WRITTEN, new OutboxMessages.Written());
    }
}
