package fr.creneau.mail;

import fr.creneau.convocation.CalendarFile;
import fr.creneau.convocation.ConvocationPdf;
import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.MailContent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import java.time.Instant;
import java.util.List;

/** The convocation to print and the calendar file. */
final class AppointmentPapers implements Papers {
    private static final String CALENDAR = "rendez-vous.ics";

    @Override
    public List<MailAttachment> attachments(MailContent content, Desk desk, Language language, Instant now) {
        if (content instanceof MailContent.Convocation convocation) {
            Appointment appointment = convocation.appointment();
            return List.of(
                    file(
                            "convocation-" + appointment.reference().value() + ".pdf",
                            "application/pdf",
                            ConvocationPdf.render(appointment, desk, language)),
                    file(CALENDAR, CalendarFile.REQUEST_TYPE, CalendarFile.request(appointment, desk, language, now)));
        } else if (content instanceof MailContent.Cancellation cancellation) {
            return List.of(file(
                    CALENDAR,
                    CalendarFile.CANCEL_TYPE,
                    CalendarFile.cancel(cancellation.appointment(), desk, language, now)));
        }
        return List.of();
    }

    private static MailAttachment file(String name, String type, byte[] content) {
        return MailAttachment.create().setName(name).setContentType(type).setData(Buffer.buffer(content));
    }
}
