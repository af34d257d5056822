package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.domain.booking.BookingId;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.MailParts;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

    @Test
    void theConvocationComesWithItsPdfAndCalendarFileAndACancellationStrikesItOut() throws Exception {
        site.start(catcher.smtp());
        site.send(
                "booked@example.net",
                new MailContent.Convocation(MailSite.appointment(BookingState.BOOKED, 180), "abc"));
        site.send(
                "cancelled@example.net",
                new MailContent.Cancellation(
                        MailSite.appointment(BookingState.CANCELLED, 0), MailContent.CancelReason.BY_APPLICANT));
        await().atMost(Duration.ofSeconds(30)).until(() -> site.count("SENT") == 2);

        List<Part> booked =
                MailParts.leaves(catcher.receivedBy("booked@example.net").get(0));
        assertThat(booked.get(0).isMimeType("text/plain")).isTrue();
        assertThat(booked.get(1).isMimeType("text/html")).isTrue();
        assertThat(booked.get(2).getFileName()).isEqualTo("convocation-7F3K-92QX.pdf");
        byte[] pdf = booked.get(2).getInputStream().readAllBytes();
        assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(pdf).hasSizeGreaterThan(10_000);
        assertCalendar(booked.get(3), "PUBLISH");

        List<Part> cancelled =
                MailParts.leaves(catcher.receivedBy("cancelled@example.net").get(0));
        assertThat(cancelled).hasSize(3);
        assertCalendar(cancelled.get(2), "CANCEL");
    }

    private static void assertCalendar(Part part, String method) throws Exception {
        ContentType type = new ContentType(part.getContentType());
        assertThat(type.getBaseType()).isEqualTo("text/calendar");
        assertThat(type.getParameter("method")).isEqualTo(method);
        assertThat(part.getFileName()).isEqualTo("rendez-vous.ics");
        assertThat(new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("BEGIN:VCALENDAR")
                .contains("METHOD:" + method, "SEQUENCE:2");
    }
}
