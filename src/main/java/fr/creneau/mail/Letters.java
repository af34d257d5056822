package fr.creneau.mail;

import fr.creneau.domain.booking.Appointment;
import fr.creneau.outbox.MailContent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The letter of each kind of mail. Links are public contracts: {@code /confirmation/TOKEN} and {@code /rendez-vous/TOKEN}. */
final class Letters {
    private final String site;
    private final Duration confirmWithin;

    Letters(URI publicUrl, Duration confirmWithin) {
        String url = publicUrl.toString();
        this.site = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.confirmWithin = confirmWithin;
    }

    Letter about(MailContent content, Wording wording, Instant now) {
        if (content instanceof MailContent.SecurityCode code) {
            return securityCode(code, wording);
        } else if (content instanceof MailContent.ToConfirm request) {
            return toConfirm(request, wording, now);
        } else if (content instanceof MailContent.Convocation convocation) {
            Appointment appointment = convocation.appointment();
            return toBring(wording.letter("convocation", appointment), appointment, wording, convocation.token());
        } else if (content instanceof MailContent.Reminder reminder) {
            Appointment appointment = reminder.appointment();
            return toBring(wording.letter("reminder", appointment), appointment, wording, reminder.token());
        } else if (content instanceof MailContent.Cancellation cancellation) {
            return wording.letter("cancellation", cancellation.appointment())
                    .with(
                            "reason",
                            wording.reason(
                                    "mail.reason." + cancellation.reason().name(), cancellation.appointment()))
                    .with("site", site + "/");
        }
        Appointment existing = ((MailContent.AlreadyBooked) content).appointment();
        return wording.letter("already-booked", existing)
                .with(
                        "standing",
                        wording.say("mail.already-booked." + existing.state().name()));
    }

    private static Letter securityCode(MailContent.SecurityCode code, Wording wording) {
        return new Letter(
                "security-code",
                wording.say("mail.security-code.subject"),
                Map.of("code", code.code(), "until", wording.time(code.validUntil())));
    }

    /** The relay accepts the mail after this: the deadline told is never later than the one that is kept. */
    private Letter toConfirm(MailContent.ToConfirm request, Wording wording, Instant now) {
        Instant expected = now.plus(confirmWithin);
        Instant until = expected.isBefore(request.confirmAtLatest()) ? expected : request.confirmAtLatest();
        return new Letter(
                "to-confirm",
                wording.say("mail.to-confirm.subject", wording.time(until)),
                Map.of(
                        "facts", wording.facts(request.appointment()),
                        "until", wording.time(until),
                        "link", site + "/confirmation/" + request.token()));
    }

    private Letter toBring(Letter letter, Appointment appointment, Wording wording, String token) {
        return letter.with("documents", wording.documents(appointment))
                .with("fee", wording.fee(appointment))
                .with("link", site + "/rendez-vous/" + token);
    }
}
