package fr.creneau.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import fr.creneau.config.Config;
import org.slf4j.LoggerFactory;

/** Applies what the configuration says about logs to what {@code logback.xml} started with. */
public final class Logging {
    private static final String APPENDER = "console";

    private Logging() {}

    public static void apply(Config.Logs logs) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.toLevel(logs.level(), Level.INFO));
            Appender<ILoggingEvent> appender = root.getAppender(APPENDER);
            if (logs.json() && appender instanceof OutputStreamAppender<ILoggingEvent> console) {
                console.stop();
                console.setEncoder(json(root));
                console.start();
            }
        }
    }

    private static JsonEncoder json(Logger root) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.start();
        return encoder;
    }
}
