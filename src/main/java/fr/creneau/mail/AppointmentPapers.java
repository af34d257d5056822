package fr.creneau.mail;

import fr.creneau.convocation.ConvocationPdf;
import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.MailContent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import java.util.List;

/** The convocation to print and the calendar file. */
final class AppointmentPapers implements Papers {
    @Override
    public List<MailAttachment> attachments(MailContent content, Desk desk, Language language) {
        if (content instanceof MailContent.Convocation convocation) {
            return List.of(pdf(convocation.appointment(), desk, language));
        }
        return List.of();
    }

    private static MailAttachment pdf(Appointment appointment, Desk desk, Language language) {
        return MailAttachment.create()
                .setName("convocation-" + appointment.reference().value() + ".pdf")
                .setContentType("application/pdf")
                .setData(Buffer.buffer(ConvocationPdf.render(appointment, desk, language)));
    }
}
