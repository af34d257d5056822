package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.Ports;
import fr.creneau.testkit.SelfSigned;
import fr.creneau.testkit.TlsFront;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay over TLS, from the start or after STARTTLS, that wants a login: mails leave for the right one only, and none is lost. */
class RelayTlsIT {
    private static final String USER = "creneau";
    private static final String PASSWORD = "sesame-open";
    private static final String RECIPIENT = "eloise@example.net";

    @TempDir
    static Path folder;

    @TempDir
    static Path elsewhere;

    private static final MailSite site = new MailSite();
    private static GreenMail relay;
    private static SelfSigned certificate;
    private static TlsFront startTls;
    private static TlsFront tls;

    @BeforeAll
    static void start() {
        relay = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        relay.setUser("creneau@example.org", USER, PASSWORD);
        certificate = SelfSigned.in(folder);
        startTls = TlsFront.startTls(certificate, relay.getSmtp().getPort());
        tls = TlsFront.of(certificate, relay.getSmtp().getPort());
    }

    @AfterEach
    void reset() throws Exception {
        site.reset();
        relay.purgeEmailFromAllMailboxes();
    }

    @AfterAll
    static void stop() {
        site.close();
        startTls.close();
        tls.close();
        relay.stop();
    }

    private static Config.Smtp smtp(String host, int port, boolean fromTheStart, String password) {
        return new Config.Smtp(
                host,
                port,
                fromTheStart ? Config.StartTls.DISABLED : Config.StartTls.REQUIRED,
                fromTheStart,
                Optional.of(USER),
                Optional.of(new Secret(password)),
                2,
                Duration.ofSeconds(5),
                5,
                Optional.empty());
    }

    private static OutgoingMail leave() {
        return site.leave(RECIPIENT, MailSite.toConfirm(), Optional.empty());
    }

    private static void assertArrives(Config.Smtp smtp, OutgoingMail mail) {
        site.start(smtp);
        await().atMost(Duration.ofSeconds(20)).until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.getReceivedMessages()).hasSize(1);
    }

    /** It stays in the outbox for as long as it takes, and nothing of it reaches the relay. */
    private static OutgoingMail assertWaits(Config.Smtp smtp, String error) {
        OutgoingMail mail = leave();
        String instance = site.start(smtp);
        await().atMost(Duration.ofSeconds(20)).until(() -> site.standing(mail).lastError() != null);
        assertThat(site.standing(mail).lastError()).isEqualTo(error);
        assertThat(site.standing(mail).state()).isIn("WAITING", "CLAIMED");
        // An outage that an operator must mend uses up no attempts.
        await().pollDelay(Duration.ofSeconds(1)).until(() -> site.standing(mail).attempts() <= 1);
        assertThat(relay.getReceivedMessages()).isEmpty();
        site.stop(instance);
        site.sql("update outbox set state = 'WAITING', due_at = now()");
        return mail;
    }

    @Test
    void a_mail_goes_after_starttls_and_a_login() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertArrives(smtp("localhost", startTls.port(), false, PASSWORD), leave());
            assertThat(startTls.secured()).isPositive();
        }
    }

    @Test
    void a_mail_goes_over_tls_from_the_start() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertArrives(smtp("localhost", tls.port(), true, PASSWORD), leave());
        }
    }

    @Test
    void a_wrong_password_costs_no_mail_which_goes_once_it_is_mended() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            OutgoingMail mail = assertWaits(smtp("localhost", startTls.port(), false, "wrong"), "535 5.7.8");
            assertArrives(smtp("localhost", startTls.port(), false, PASSWORD), mail);
        }
    }

    @Test
    void a_relay_nobody_vouches_for_gets_neither_the_mail_nor_the_password() {
        int before = startTls.secured();
        try (SelfSigned.Trust trust = SelfSigned.in(elsewhere).trusted()) {
            assertWaits(smtp("localhost", startTls.port(), false, PASSWORD), "tls");
        }
        assertThat(startTls.secured())
                .as("nothing was said behind the handshake")
                .isEqualTo(before);
    }

    @Test
    void a_relay_under_another_name_gets_neither() {
        try (SelfSigned.Trust trust = certificate.trusted()) {
            assertWaits(smtp("127.0.0.1", startTls.port(), false, PASSWORD), "tls");
            site.reset();
            assertWaits(smtp("127.0.0.1", tls.port(), true, PASSWORD), "tls");
        }
    }
}
