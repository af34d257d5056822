package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.outbox.MailCommand;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutboxQueue;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.Backends;
import fr.creneau.testkit.ScriptedRelay;
import fr.creneau.testkit.ScriptedRelay.Act;
import fr.creneau.testkit.ScriptedRelay.Moment;
import fr.creneau.testkit.TestConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator may do about mails that were given up. */
class DeadMailsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The first letter of a JVM takes a while. */
    private static final Duration LONG = Duration.ofSeconds(40);

    private final ScriptedRelay relay = ScriptedRelay.start();
    private final Config.Postgres database = Backends.freshDatabase();
    private final MailSite site = new MailSite(database);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @AfterEach
    void close() throws Exception {
        site.close();
        relay.close();
    }

    @Test
    void aMailThatWasRefusedIsListedWithoutNamesAndSentAgainOnDemand() {
        relay.once(Moment.RCPT, new Act.Reply("550 5.7.1 <eloise@example.net> denied"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = site.send("eloise@example.net", convocation());
        await().atMost(LONG).until(() -> site.standing(mail).state(), "DEAD"::equals);

        assertThat(command("mail", "list")).isZero();
        assertThat(said())
                .contains(mail.id().toString(), "CONVOCATION", "550 5.7.1", "cayenne")
                .doesNotContainIgnoringCase("eloise")
                .doesNotContain("Bélizaire", "erased");

        assertThat(command("mail", "resend", mail.id().toString())).isZero();
        await().atMost(LONG).until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(1);
        assertThat(site.standing(mail).content()).as("erased once sent").isNull();
        assertThat(command("mail", "resend", mail.id().toString()))
                .as("it has left")
                .isEqualTo(1);
    }

    @Test
    void whatAGivenUpMailSaidIsErasedAfterAMonthAndThenItCannotBeSentAgain() {
        relay.once(Moment.RCPT, new Act.Reply("550 5.7.1 denied")).once(Moment.RCPT, new Act.Reply("550 5.7.1 denied"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail old = site.send("a@example.net", convocation());
        OutgoingMail fresh = site.send("b@example.net", convocation());
        await().atMost(LONG).until(() -> site.count("DEAD") == 2);
        site.sql("update outbox set claimed_at = claimed_at - interval '31 days' where id = '" + old.id() + "'");
        MailSite.await(new OutboxQueue(site.pool).forget());

        assertThat(site.standing(old).content()).isNull();
        assertThat(site.standing(old).recipient()).isNull();
        assertThat(site.standing(fresh).content()).isNotNull();
        assertThat(command("mail", "resend", old.id().toString(), fresh.id().toString()))
                .isEqualTo(1);
        assertThat(said()).contains(fresh.id() + " waits", old.id() + " cannot");
        await().atMost(LONG).until(() -> site.standing(fresh).state(), "SENT"::equals);
    }

    @Test
    void aCodeIsOfNoUseToAnybodyLaterAndIsErasedAtOnce() {
        relay.once(Moment.RCPT, new Act.Reply("550 5.7.1 denied"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail code = site.send(
                "a@example.net",
                new MailContent.SecurityCode("123456", Instant.now().plusSeconds(600)));
        await().atMost(LONG).until(() -> site.standing(code).state(), "DEAD"::equals);
        assertThat(site.standing(code).content()).isNull();
        assertThat(site.standing(code).recipient()).isNull();
    }

    @Test
    void whatIsNotUnderstoodChangesNothing() {
        assertThat(command("mail")).isEqualTo(2);
        assertThat(command("mail", "resend")).isEqualTo(2);
        assertThat(command("mail", "resend", "everything")).isEqualTo(2);
        assertThat(command("mail", "resend", UUID.randomUUID().toString())).isEqualTo(1);
        assertThat(command("mail", "list")).isZero();
        assertThat(said()).contains("usage: mail list | mail resend ID...", "No mail was given up.");
    }

    private static MailContent convocation() {
        return new MailContent.Convocation(MailSite.appointment(BookingState.BOOKED, 180), "manage-token");
    }

    private int command(String... words) {
        Config config = ConfigLoader.load(null, TestConfig.environment(database, relay.smtp(PATIENCE), 0));
        return new MailCommand().run(List.of(words), config, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
