package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.Language;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.domain.slot.Desk;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.MailContent.CancelReason;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.text.Dates;
import fr.creneau.text.Messages;
import io.vertx.ext.mail.MailMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {
    private static final Instant NOW = Instant.parse("2027-11-01T14:07:40Z");
    private static final Instant START = Instant.parse("2027-12-01T11:30:00Z");
    private static final Desk DESK = MailSite.DESK;
    private final MailComposer composer = new MailComposer(
            URI.create("https://rendez-vous.example.org/"),
            Duration.ofMinutes(15),
            (content, desk, language, now) -> List.of());

    static Stream<MailContent> everyKind() {
        Appointment booked = MailSite.appointment(BookingState.BOOKED, 180, START);
        return Stream.of(
                new MailContent.SecurityCode("012345", NOW.plusSeconds(600)),
                new MailContent.ToConfirm(booked, "tok-en_1", NOW.plusSeconds(1800)),
                new MailContent.Convocation(booked, "tok-en_1"),
                new MailContent.Cancellation(booked, CancelReason.CLOSURE),
                new MailContent.Reminder(booked, "tok-en_1"),
                new MailContent.AlreadyBooked(booked));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyMailIsCompleteInBothLanguages(MailContent content) {
        for (Language language : Language.values()) {
            MailMessage mail = compose(content, language, DESK);
            assertThat(mail.getSubject()).isNotBlank().doesNotContain("{", "\n").hasSizeLessThan(120);
            assertThat(mail.getText())
                    .doesNotContain("{", "}", "<", "&#", "&quot;")
                    .doesNotContain("\n\n\n");
            assertThat(mail.getText())
                    .contains(
                            Messages.of(language).get("mail.free"),
                            DESK.contact().phone());
            assertThat(mail.getText().lines()).allMatch(line -> line.equals(line.stripTrailing()));
            Document html = Jsoup.parse(mail.getHtml());
            assertThat(html.select("html").attr("lang")).isEqualTo(language.code());
            assertThat(html.title()).isEqualTo(mail.getSubject().replace('\u00a0', ' '));
            assertThat(html.select("h1")).hasSize(1);
            assertThat(html.select("[style], script, img, link, table")).isEmpty();
            assertThat(html.text()).doesNotContain("{", "}");
            // Everything the HTML says, the text says too; links are there in full, so that it needs no second form of
            // them.
            html.select("p:has(.address)").remove();
            html.select("a").forEach(link -> link.text(link.attr("href")));
            for (Element said : html.select("p, li, dd")) {
                for (String line : said.wholeText().split("\n| (?=https:)")) {
                    assertThat(mail.getText()).contains(line.strip());
                }
            }
        }
    }

    @Test
    void theFirstMailTellsTheDeadlineAsATimeOfDayAtTheDesk() {
        MailMessage mail = compose(
                new MailContent.ToConfirm(
                        MailSite.appointment(BookingState.PENDING, 0, START), "abc", NOW.plusSeconds(1800)),
                Language.FR,
                DESK);
        assertThat(mail.getSubject())
                .isEqualTo("Confirmez votre demande de rendez-vous avant 11\u00a0h\u00a022 (heure de Cayenne)");
        assertThat(mail.getText())
                .contains("Confirmez avant 11\u00a0h\u00a022 (heure de Cayenne).")
                .contains("\nhttps://rendez-vous.example.org/confirmation/abc\n")
                .contains(
                        "Votre demande\n- Date\u00a0: mercredi 1er décembre 2027\n- Heure\u00a0: 8\u00a0h\u00a030 (heure de Cayenne)")
                .contains("rue Fiedmond, BP 7008, 97307 Cayenne Cedex")
                .contains("- Démarche\u00a0: Renouvellement de titre de séjour")
                .contains("- Nom\u00a0: Éloïse Bélizaire");
        assertThat(Jsoup.parse(mail.getHtml()).select("a[href=https://rendez-vous.example.org/confirmation/abc]"))
                .hasSize(1);
    }

    @Test
    void theDeadlineToldIsNeverLaterThanTheLastOne() {
        MailMessage mail = compose(
                new MailContent.ToConfirm(
                        MailSite.appointment(BookingState.PENDING, 0, START), "abc", NOW.plusSeconds(300)),
                Language.EN,
                DESK);
        assertThat(mail.getSubject()).contains("11:12 (Cayenne time)");
    }

    @Test
    void theFeeIsToldOnlyWhenOneIsDue() {
        assertThat(compose(convocation(180), Language.FR, DESK).getText()).contains("180\u00a0€");
        assertThat(compose(convocation(0), Language.FR, DESK).getText()).doesNotContain("€");
        assertThat(compose(convocation(0), Language.FR, DESK).getHtml()).doesNotContain("€");
    }

    @Test
    void theConvocationListsTheDocumentsOfTheProcedureAndLeadsToTheManagePage() {
        MailMessage mail = compose(convocation(0), Language.EN, DESK);
        for (String document : Messages.of(Language.EN).lines("documents.renouvellement")) {
            assertThat(mail.getText()).contains("- " + document);
        }
        assertThat(mail.getText()).contains("https://rendez-vous.example.org/rendez-vous/abc");
        assertThat(mail.getText()).contains("7F3K-92QX");
    }

    @ParameterizedTest
    @EnumSource(CancelReason.class)
    void everyReasonOfACancellationIsTold(CancelReason reason) {
        for (Language language : Language.values()) {
            Dates dates = Dates.in(language);
            MailContent content =
                    new MailContent.Cancellation(MailSite.appointment(BookingState.CANCELLED, 0, START), reason);
            assertThat(compose(content, language, DESK).getText())
                    .contains(Messages.of(language)
                            .get(
                                    "mail.reason." + reason,
                                    dates.period(Period.ofMonths(6)),
                                    dates.period(Period.ofMonths(2))));
        }
    }

    @ParameterizedTest
    @EnumSource(BookingState.class)
    void aSecondRequestIsAnsweredWithHowTheFirstOneStands(BookingState state) {
        for (Language language : Language.values()) {
            String text = compose(new MailContent.AlreadyBooked(MailSite.appointment(state, 0)), language, DESK)
                    .getText();
            assertThat(text).contains(Messages.of(language).get("mail.already-booked." + state));
            assertThat(text).doesNotContain("/confirmation/", "/rendez-vous/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Win https://evil.example now", "<b>Evil</b>", "evil.example\r\nBcc: x@y.example", "a@b.example"
            })
    void aNameThatIsAnAdvertisementCarriesNoLinkToAStranger(String name) {
        Appointment honest = MailSite.appointment(BookingState.PENDING, 0, START);
        Applicant applicant = new Applicant(
                name, "", new EmailAddress("eloise@example.net"), new AgdrefNumber("9731023456"), Optional.empty());
        MailContent content = new MailContent.ToConfirm(
                new Appointment(
                        honest.id(),
                        honest.reference(),
                        honest.state(),
                        honest.desk(),
                        honest.start(),
                        honest.length(),
                        applicant,
                        honest.answers(),
                        0,
                        Language.FR,
                        0),
                "abc",
                NOW.plusSeconds(1800));
        MailMessage mail = compose(content, Language.FR, DESK);
        assertThat(mail.getText()).doesNotContain("evil.example", "https://evil", "<b>", "@", "Bcc:");
        assertThat(mail.getHtml()).doesNotContain("evil.example", "https://evil", "<b>Evil", "b.example", "Bcc:");
    }

    @Test
    void aDeskMaySayItInItsOwnWords() {
        Desk own = new Desk(
                DESK.id(),
                DESK.legacyId(),
                DESK.zone(),
                DESK.rules(),
                DESK.contact(),
                DESK.links(),
                DESK.sender(),
                Map.of(
                        Language.FR,
                        Map.of("mail.hello", "Bonjour à vous,", "documents.renouvellement", "Une seule pièce")));
        String text = compose(convocation(0), Language.FR, own).getText();
        assertThat(text)
                .contains("Bonjour à vous,")
                .contains("- Une seule pièce\n")
                .doesNotContain("Passeport");
    }

    @Test
    void headersSayWhoWhenAndThatAMachineWroteIt() {
        MailMessage mail = compose(convocation(0), Language.FR, DESK);
        assertThat(mail.getHeaders().get("From"))
                .isEqualTo("=?UTF-8?B?UHLDqWZlY3R1cmUgZGUgbGEgR3V5YW5l?= <rendez-vous@example.org>");
        assertThat(mail.getHeaders().get("Reply-To")).isEqualTo("contact@example.org");
        assertThat(mail.getHeaders().get("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.getHeaders().get("Content-Language")).isEqualTo("fr");
        assertThat(mail.getHeaders().get("Date")).isEqualTo("Mon, 1 Nov 2027 11:07:40 -0300");
        assertThat(mail.getBounceAddress()).isEqualTo("rendez-vous@example.org");
        assertThat(mail.getTo()).containsExactly("eloise@example.net");
    }

    private MailMessage compose(MailContent content, Language language, Desk desk) {
        return composer.compose(
                new OutgoingMail(
                        UUID.randomUUID(),
                        desk.id(),
                        Optional.empty(),
                        new EmailAddress("eloise@example.net"),
                        language,
                        content),
                desk,
                NOW);
    }

    private static MailContent convocation(int fee) {
        return new MailContent.Convocation(MailSite.appointment(BookingState.BOOKED, fee, START), "abc");
    }

    private static String flat(String text) {
        return text.replace("\n", " ") + "\n" + text;
    }
}
