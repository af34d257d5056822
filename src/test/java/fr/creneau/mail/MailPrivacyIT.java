package fr.creneau.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import fr.creneau.domain.booking.BookingState;
import fr.creneau.outbox.MailContent;
import fr.creneau.outbox.OutgoingMail;
import fr.creneau.testkit.ScriptedRelay;
import fr.creneau.testkit.ScriptedRelay.Act;
import fr.creneau.testkit.ScriptedRelay.Moment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Names, addresses, numbers and tokens of mails are in no log, whatever happens to them and however much is logged. */
class MailPrivacyIT {
    private final MailSite site = new MailSite();
    private final ScriptedRelay relay = ScriptedRelay.start();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger client = (Logger) LoggerFactory.getLogger("io.vertx.ext.mail");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.DEBUG);
        client.setLevel(shipped("io.vertx.ext.mail"));
    }

    @AfterEach
    void end() {
        root.setLevel(Level.WARN);
        client.setLevel(null);
        root.detachAppender(lines);
        site.close();
        relay.close();
    }

    @Test
    void noLogSaysWhomAMailIsForOrWhatItSays() {
        relay.once(Moment.RCPT, new Act.Reply("550 5.1.1 <secret-person@example.net> unknown"))
                .once(Moment.RCPT, new Act.Reply("450 4.1.1 <secret-person@example.net> busy"))
                .once(Moment.END, new Act.HangUp())
                .once(Moment.BANNER, new Act.Reply("554 5.7.1 secret-person@example.net may not"))
                .once(Moment.DATA, new Act.Silence());
        site.start(relay.smtp(Duration.ofMillis(400)));
        for (int i = 0; i < 6; i++) {
            site.send("secret-person@example.net", MailSite.toConfirm());
        }
        // No address at all: the mail client refuses it and would quote it.
        OutgoingMail broken = site.send(
                "secret-person@example.net",
                new MailContent.Convocation(MailSite.appointment(BookingState.BOOKED, 0), "manage-token"));
        site.sql("update outbox set recipient = 'secret-person@example.net <' where id = '" + broken.id() + "'");
        await().atMost(Duration.ofSeconds(30)).until(() -> site.count("WAITING") + site.count("CLAIMED") == 0);
        await().until(() -> site.count("DEAD") >= 1);

        assertThat(lines.list).isNotEmpty();
        for (ILoggingEvent line : List.copyOf(lines.list)) {
            String all = line.getFormattedMessage()
                    + (line.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(line.getThrowableProxy()));
            assertThat(all)
                    .doesNotContainIgnoringCase("secret-person")
                    .doesNotContain("Bélizaire", "Éloïse", "9731023456", "0694112233", "confirm-token", "manage-token");
        }
    }

    /** What the shipped configuration lets through when an operator asks for everything. */
    private static Level shipped(String name) {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(MailPrivacyIT.class.getResource("/logback.xml"));
        } catch (ch.qos.logback.core.joran.spi.JoranException failure) {
            throw new IllegalStateException(failure);
        }
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        return context.getLogger(name + ".impl.SMTPConnection").getEffectiveLevel();
    }
}
