package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.ScriptedRelay;
import fr.creneau.testkit.ScriptedRelay.Act;
import fr.creneau.testkit.ScriptedRelay.Moment;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several instances on one outbox, instances that stop and instances that die. */
class MailInstancesIT {
    private static final MailSite site = new MailSite();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Takes claims for stale almost at once. */
    private static final MailPace HASTY = new MailPace(
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofSeconds(10));

    private final ScriptedRelay relay = ScriptedRelay.start();

    @AfterEach
    void reset() {
        site.sql("drop trigger if exists refuse_sent on outbox");
        site.reset();
        relay.close();
    }

    @AfterAll
    static void end() {
        site.close();
    }

    @Test
    void twoInstancesSendEachMailOnce() {
        IntStream.range(0, 300)
                .forEach(i -> site.leave("p" + i + "@example.net", MailSite.toConfirm(), Optional.empty()));
        site.start(relay.smtp(PATIENCE));
        site.start(relay.smtp(PATIENCE));
        await().atMost(Duration.ofSeconds(40)).until(() -> site.count("SENT") == 300);
        assertThat(relay.accepted().stream().map(MailInstancesIT::messageId).distinct())
                .hasSize(300);
        assertThat(relay.accepted()).hasSize(300);
    }

    @Test
    void theTimerFindsMailsThatNobodyAnnounced() {
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = site.leave("a@example.net", MailSite.toConfirm(), Optional.empty());
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
    }

    @Test
    void aClaimOfADeadInstanceComesBackAndAFreshOneDoesNot() {
        OutgoingMail dead = site.leave("dead@example.net", MailSite.toConfirm(), Optional.empty());
        OutgoingMail alive = site.leave("alive@example.net", MailSite.toConfirm(), Optional.empty());
        site.sql("update outbox set state = 'CLAIMED', attempts = 1, claimed_at = now()");
        site.sql("update outbox set claimed_at = now() - interval '1 hour' where id = '" + dead.id() + "'");
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(dead).state(), "SENT"::equals);
        assertThat(site.standing(alive).state()).isEqualTo("CLAIMED");
        assertThat(relay.accepted()).hasSize(1);
    }

    @Test
    void whoCouldNotMarkAMailDoesNotSendItAgain() {
        refuseToMark();
        String instance = site.start(relay.smtp(PATIENCE), HASTY);
        OutgoingMail mail = site.send("a@example.net", MailSite.toConfirm());
        await().until(() -> relay.accepted().size() == 1);
        // The claim goes stale and comes back to the same instance, more than once.
        await().atMost(Duration.ofSeconds(30)).until(() -> site.standing(mail).attempts() >= 2);
        site.sql("drop trigger refuse_sent on outbox");
        await().atMost(Duration.ofSeconds(30)).until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(1);
        site.stop(instance);
    }

    @Test
    void aMailAcceptedByAnInstanceThatDiedBeforeMarkingGoesAgainUnderTheSameMessageId() {
        refuseToMark();
        String dying = site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = site.send("a@example.net", MailSite.toConfirm());
        await().until(() -> relay.accepted().size() == 1);
        site.stop(dying);
        assertThat(site.standing(mail).state()).isEqualTo("CLAIMED");

        site.sql("drop trigger refuse_sent on outbox");
        site.sql("update outbox set claimed_at = now() - interval '1 hour'");
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(2);
        assertThat(relay.accepted().stream().map(MailInstancesIT::messageId).distinct())
                .containsExactly("<" + mail.id() + "@example.org>");
    }

    @Test
    void aMailThatKillsItsInstanceAgainAndAgainIsGivenUp() {
        OutgoingMail mail = site.leave("a@example.net", MailSite.toConfirm(), Optional.empty());
        site.sql("update outbox set state = 'CLAIMED', attempts = 5, claimed_at = now() - interval '1 hour'");
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(mail).state(), "DEAD"::equals);
        assertThat(site.standing(mail).lastError()).isEqualTo("attempts");
        assertThat(relay.seen()).isEmpty();
    }

    @Test
    void stoppingFinishesTheMailsUnderWayAndLeavesTheOthers() {
        CountDownLatch signal = new CountDownLatch(1);
        relay.once(Moment.END, new Act.WaitFor(signal)).once(Moment.END, new Act.WaitFor(signal));
        String instance = site.start(relay.smtp(PATIENCE));
        IntStream.range(0, 10)
                .forEach(i -> site.leave("p" + i + "@example.net", MailSite.toConfirm(), Optional.empty()));
        site.wake();
        await().until(() -> relay.seen().size() == 2);
        Future<Void> stopping = site.vertx.undeploy(instance);
        await().during(Duration.ofMillis(300)).until(() -> !stopping.isComplete());
        signal.countDown();
        MailSite.await(stopping);
        assertThat(site.count("SENT")).isEqualTo(2);
        assertThat(site.count("WAITING")).isEqualTo(8);
        assertThat(site.attempts("WAITING"))
                .as("none of them reached the relay")
                .isZero();
        assertThat(relay.accepted()).hasSize(2);
    }

    @Test
    void aMailThatCameTooLateIsNotSent() {
        OutgoingMail mail = site.send(
                "a@example.net",
                new MailContent.SecurityCode("123456", Instant.now().minusSeconds(1)));
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(mail).state(), "DEAD"::equals);
        assertThat(site.standing(mail).lastError()).isEqualTo("too-late");
        assertThat(relay.seen()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsGivenUpAndStopsNobody() {
        OutgoingMail broken = site.leave("a@example.net", MailSite.toConfirm(), Optional.empty());
        site.sql("update outbox set content = '{\"kind\":\"OF_ANOTHER_VERSION\"}'");
        OutgoingMail mail = site.leave("b@example.net", MailSite.toConfirm(), Optional.empty());
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        await().until(() -> site.standing(broken).state(), "DEAD"::equals);
        assertThat(site.standing(broken).lastError()).isEqualTo("unreadable");
    }

    @Test
    void aDeskThatThisInstanceDoesNotKnowYetPutsItsMailsOff() {
        site.sql("insert into desk (id, definition) values ('new', '{}') on conflict do nothing");
        OutgoingMail mail = site.leave("a@example.net", MailSite.toConfirm(), Optional.empty());
        site.sql("update outbox set desk_id = 'new'");
        site.start(relay.smtp(PATIENCE));
        await().until(() -> site.standing(mail).lastError(), "desk"::equals);
        site.sql("update outbox set desk_id = 'cayenne', attempts = 0, state = 'WAITING' where state <> 'SENT'");
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
    }

    /** The database refuses to learn that a mail was sent. */
    private static void refuseToMark() {
        site.sql("""
                create or replace function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'not now'; end $$
                """);
        site.sql("""
                create trigger refuse_sent before update on outbox
                for each row when (new.state = 'SENT') execute function refuse()
                """);
    }

    private static String messageId(String message) {
        return message.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("message-id: "))
                .findFirst()
                .orElseThrow()
                .substring(12);
    }
}
