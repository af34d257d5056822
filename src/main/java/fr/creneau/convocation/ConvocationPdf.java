package fr.creneau.convocation;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.slot.Desk;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import fr.creneau.text.Templates;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;

/**
 * The letter an applicant prints and brings: A4, tagged (PDF/UA-1) and archivable (PDF/A-3U). Nothing is read but the class path.
 * Thread-safe; takes tens of milliseconds of pure computing: not for an event loop.
 */
public final class ConvocationPdf {
    private static final Templates TEMPLATES = Templates.html("/convocation");
    private static final String STYLE = PdfPrinter.Resources.text("/convocation/convocation.css");

    private ConvocationPdf() {}

    /** @return the PDF; times are in the desk's own zone */
    public static byte[] render(Appointment appointment, Desk desk, Language language) {
        return PdfPrinter.print(
                TEMPLATES.render("convocation", Messages.of(language, desk), model(appointment, desk, language)));
    }

    private static Map<String, Object> model(Appointment appointment, Desk desk, Language language) {
        Messages messages = Messages.of(language, desk);
        Dates dates = Dates.in(language);
        ZonedDateTime start = appointment.start().atZone(desk.zone());
        String procedure = appointment.answers().procedure().code();
        Map<String, Object> model = new HashMap<>();
        model.put("style", STYLE);
        model.put("language", language.code());
        model.put("contact", desk.contact());
        model.put("reference", appointment.reference().value());
        model.put("qr", QrCode.dataUri(appointment.reference().value()));
        model.put("name", name(appointment.applicant()));
        model.put("object", messages.get("convocation.object." + procedure));
        model.put("date", dates.date(start));
        model.put("time", dates.time(start));
        model.put("documents", messages.lines("documents." + procedure));
        model.put("fee", appointment.feeEuros() > 0 ? appointment.feeEuros() : null);
        model.put("expiry", dates.day(appointment.answers().permitExpiry()));
        return model;
    }

    private static String name(Applicant applicant) {
        return Printable.text(applicant.firstName() + " " + applicant.lastName());
    }
}
