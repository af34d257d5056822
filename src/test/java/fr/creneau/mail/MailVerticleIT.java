package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.booking.BookingId;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.MailCatcher;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailVerticleIT {
    private final MailSite site = new MailSite();
    private final MailCatcher catcher = MailCatcher.start();

    @AfterEach
    void end() {
        site.close();
        catcher.close();
    }

    @Test
    void aMailThatWasWrittenIsSentAndForgotten() throws Exception {
        site.start(catcher.smtp());
        OutgoingMail mail = site.send("eloise@example.net", MailSite.toConfirm());

        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        MailSite.Standing row = site.standing(mail);
        assertThat(row.recipient()).isNull();
        assertThat(row.content()).isNull();
        assertThat(row.sentAt()).isNotNull();

        MimeMessage received = catcher.receivedBy("eloise@example.net").get(0);
        assertThat(received.getMessageID()).isEqualTo("<" + mail.id() + "@example.org>");
        assertThat(MailCatcher.text(received, "text/plain"))
                .contains(MailSite.PUBLIC_URL + "/confirmation/confirm-token");
    }

    @Test
    void theRequestLearnsThatItsFirstMailWasAccepted() {
        site.start(catcher.smtp());
        BookingId booking = site.booking();
        OutgoingMail mail = site.leave("eloise@example.net", MailSite.toConfirm(), Optional.of(booking));
        site.wake();

        await().until(() -> !site.acceptances.isEmpty());
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(site.acceptances).hasSize(1);
        assertThat(site.acceptances.get(0).booking()).isEqualTo(booking);
        assertThat(site.acceptances.get(0).acceptedAt())
                .isEqualTo(site.standing(mail).sentAt());
    }
}
