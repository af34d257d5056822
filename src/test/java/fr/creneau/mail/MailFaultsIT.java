package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import fr.creneau.domain.booking.BookingId;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.ScriptedRelay;
import fr.creneau.testkit.ScriptedRelay.Act;
import fr.creneau.testkit.ScriptedRelay.Moment;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay that is down, slow, refuses or hangs up, at every moment of the dialogue. */
class MailFaultsIT {
    private static final Duration PATIENCE = Duration.ofMillis(600);

    private static final MailSite site = new MailSite();
    private final CountDownLatch signal = new CountDownLatch(1);
    private ScriptedRelay relay = ScriptedRelay.start();

    @AfterEach
    void reset() {
        signal.countDown();
        relay.close();
        site.reset();
    }

    @AfterAll
    static void end() {
        site.close();
    }

    @Test
    void aRelayThatIsDownCostsTimeButNoAttempt() {
        relay.close();
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).lastError(), "connect"::equals);
        // Several rounds of it: an outage of hours must not use the mail up.
        await().pollDelay(Duration.ofSeconds(1)).until(() -> site.standing(mail).attempts() <= 1);

        relay = ScriptedRelay.on(relay.port());
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(1);
        assertThat(site.standing(mail).attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNER", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "END"})
    void aRelayThatFallsSilentIsLeftAndTheMailIsSentLater(Moment moment) {
        relay.once(moment, new Act.Silence());
        assertSentLater();
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNER", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "END"})
    void aRelayThatHangsUpGetsTheMailAgain(Moment moment) {
        relay.once(moment, new Act.HangUp());
        assertSentLater();
    }

    @ParameterizedTest
    @EnumSource(names = {"BANNER", "MAIL", "RCPT", "DATA", "END"})
    void aTemporaryRefusalIsTriedAgain(Moment moment) {
        relay.once(moment, new Act.Reply("451 4.3.0 try again later"));
        assertSentLater();
    }

    @Test
    void aRelayThatNeverFinishesItsReplyBlocksNobodyForEver() {
        // As many as there are connections: all places of the pool are taken.
        relay.once(Moment.RCPT, new Act.Dribble(signal)).once(Moment.RCPT, new Act.Dribble(signal));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail first = send();
        OutgoingMail second = send();
        OutgoingMail third = send();
        await().until(() -> site.count("SENT") == 3);
        assertThat(site.standing(first).attempts() + site.standing(second).attempts())
                .isEqualTo(4);
        assertThat(site.standing(third).attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"RCPT", "DATA", "END"})
    void aPermanentRefusalIsGivenUpAtOnceAndStaysVisible(Moment moment) {
        relay.once(moment, new Act.Reply("550 5.1.1 <eloise@example.net> unknown"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).state(), "DEAD"::equals);
        MailSite.Standing row = site.standing(mail);
        assertThat(row.lastError()).isEqualTo("550 5.1.1");
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.content()).as("kept for an operator").isNotNull();
        // The connection survived, or another one works: the next mail goes.
        OutgoingMail next = send();
        await().until(() -> site.standing(next).state(), "SENT"::equals);
    }

    @Test
    void aMailThatIsPutOffTooOftenIsGivenUp() {
        relay.always(Moment.RCPT, new Act.Reply("450 4.2.1 mailbox busy"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).state(), "DEAD"::equals);
        assertThat(site.standing(mail).attempts()).isEqualTo(5);
        assertThat(site.standing(mail).lastError()).isEqualTo("450 4.2.1");
        assertThat(site.standing(mail).content()).as("kept for an operator").isNotNull();
        assertThat(relay.seen()).isEmpty();
    }

    @Test
    void aRelayThatRefusesEverybodyIsNoVerdictOnTheMail() {
        relay.always(Moment.BANNER, new Act.Reply("554 5.7.1 no service here"));
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).lastError() != null);
        assertThat(site.standing(mail).lastError()).startsWith("554");
        await().until(() -> relay.connections() > 6);
        assertThat(site.standing(mail).state()).isNotEqualTo("DEAD");
        relay.behave();
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
    }

    @Test
    void aMailThatCameThroughBeforeTheRelayHungUpIsSentAgainUnderTheSameName() {
        relay.once(Moment.END, new Act.HangUp());
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.seen())
                .hasSize(2)
                .allSatisfy(
                        copy -> assertThat(copy).containsIgnoringCase("Message-ID: <" + mail.id() + "@example.org>"));
    }

    @Test
    void anAcceptanceThatComesAfterWeGaveUpStillCounts() {
        relay.once(Moment.END, new Act.Dribble(signal));
        MailPace withoutSecondTry = new MailPace(
                Duration.ofMillis(100),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
        site.start(relay.smtp(PATIENCE), withoutSecondTry);
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).lastError(), "timeout"::equals);
        assertThat(site.standing(mail).state()).isEqualTo("WAITING");
        signal.countDown();
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(1);
    }

    @Test
    void aMailWithdrawnBetweenItsClaimAndTheRelayIsNotSent() {
        Promise<Void> known = Promise.promise();
        site.scheduleAnswers = known.future();
        site.start(relay.smtp(Duration.ofSeconds(10)));
        send();
        await().until(() -> site.count("CLAIMED") == 1);
        site.sql("delete from outbox");
        known.complete();
        OutgoingMail next = send();
        await().until(() -> site.standing(next).state(), "SENT"::equals);
        assertThat(relay.seen()).singleElement().asString().contains(next.id().toString());
    }

    @Test
    void aMailWithdrawnWhileTheRelayHasItStartsNoDeadlineAndStopsNothing() {
        relay.once(Moment.END, new Act.Dribble(signal));
        site.start(relay.smtp(Duration.ofSeconds(10)));
        BookingId booking = site.booking();
        site.leave("eloise@example.net", MailSite.toConfirm(), Optional.of(booking));
        site.wake();
        await().until(() -> relay.seen().size() == 1);
        site.sql("delete from outbox");
        signal.countDown();
        await().until(() -> relay.accepted().size() == 1);
        OutgoingMail next = send();
        await().until(() -> site.standing(next).state(), "SENT"::equals);
        assertThat(site.acceptances).isEmpty();
    }

    @Test
    void aRelayWithoutStartTlsIsRefusedWhereItIsRequired() {
        Config.Smtp plain = relay.smtp(PATIENCE);
        site.start(new Config.Smtp(
                plain.host(),
                plain.port(),
                Config.StartTls.REQUIRED,
                false,
                plain.user(),
                plain.password(),
                plain.connections(),
                plain.timeout(),
                plain.attempts(),
                plain.dkim()));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).lastError(), "no-starttls"::equals);
        assertThat(relay.seen()).isEmpty();
        assertThat(site.standing(mail).state()).isNotEqualTo("DEAD");
    }

    @Test
    void manyMailsGoOverFewConnectionsEachOnce() {
        site.start(relay.smtp(Duration.ofSeconds(5)));
        leave(200);
        site.wake();
        await().atMost(Duration.ofSeconds(30)).until(() -> site.count("SENT") == 200);
        assertThat(relay.accepted()).hasSize(200);
        assertThat(relay.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void whatWasClaimedAheadGoesBackUncountedWhenTheRelayCannotBeUsed() {
        relay.always(Moment.BANNER, new Act.Reply("554 5.7.1 no service here"));
        List<OutgoingMail> mails = leave(10);
        site.start(relay.smtp(PATIENCE), MailSite.leavingTheRelayAloneForMinutes());
        await().untilAsserted(() -> assertThat(mails).allSatisfy(mail -> {
            assertThat(site.standing(mail).lastError()).isNotNull();
            assertThat(site.standing(mail).state()).isEqualTo("WAITING");
            assertThat(site.standing(mail).attempts()).isZero();
        }));
        assertThat(relay.connections()).as("only those in hand were tried").isLessThanOrEqualTo(2);
    }

    @Test
    void whatWaitsTooLongForAConnectionIsLeftToAnotherInstance() {
        relay.once(Moment.END, new Act.WaitFor(signal)).once(Moment.END, new Act.WaitFor(signal));
        leave(10);
        site.start(relay.smtp(Duration.ofSeconds(30)), MailSite.waitingForAConnection(Duration.ofMillis(300)));
        await().until(() -> relay.seen().size() == 2);
        await().until(() -> site.count("WAITING") == 8);
        try (ScriptedRelay faster = ScriptedRelay.start()) {
            site.start(faster.smtp(PATIENCE));
            await().until(() -> site.count("SENT") == 8);
            assertThat(faster.accepted()).hasSize(8);
        }
        signal.countDown();
        await().until(() -> site.count("SENT") == 10);
        assertThat(relay.accepted()).hasSize(2);
    }

    private List<OutgoingMail> leave(int mails) {
        return IntStream.range(0, mails)
                .mapToObj(i -> site.leave("p" + i + "@example.net", MailSite.toConfirm(), Optional.empty()))
                .toList();
    }

    private OutgoingMail send() {
        return site.send("eloise@example.net", MailSite.toConfirm());
    }

    private void assertSentLater() {
        site.start(relay.smtp(PATIENCE));
        OutgoingMail mail = send();
        await().until(() -> site.standing(mail).state(), "SENT"::equals);
        assertThat(relay.accepted()).hasSize(1);
    }
}
