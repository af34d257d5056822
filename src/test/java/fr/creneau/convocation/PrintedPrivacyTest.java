package fr.creneau.convocation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Procedure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Logs say nothing of who is printed, not even by the numbers that letters have in a font, however much is logged. */
class PrintedPrivacyTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<String, Level> before = new HashMap<>();

    @BeforeEach
    void logAllThatTheShippedConfigurationLetsThrough() throws JoranException {
        LoggerContext shipped = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(shipped);
        configurator.doConfigure(PrintedPrivacyTest.class.getResource("/logback.xml"));
        for (Logger logger : shipped.getLoggerList()) {
            if (logger.getLevel() != null) {
                set(logger.getName(), logger.getLevel());
            }
        }
        shipped.stop();
        root.setLevel(Level.TRACE);
    }

    private void set(String name, Level level) {
        Logger logger = context.getLogger(name);
        before.put(name, logger.getLevel());
        logger.setLevel(level);
    }

    @AfterEach
    void logAsBefore() {
        before.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }

    @Test
    void the_logs_are_the_same_whoever_is_printed() {
        print("Marie", "DURAND"); // what is only logged the first time
        assertThat(print("Marie", "DURAND")).isEqualTo(print("Karim", "BOUSSO"));
    }

    private List<String> print(String firstName, String lastName) {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        ConvocationPdf.render(
                Papers.appointment(Procedure.RENEWAL, firstName, lastName, 0), Papers.desk(), Language.FR);
        root.detachAppender(lines);
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
