package fr.creneau.ops;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import fr.creneau.config.Config;
import org.slf4j.LoggerFactory;

/** Applies what the configuration says about logs to what {@code logback.xml} started with. */
public final class Logging {
    private static final String QUEUE = "async";
    private static final String CONSOLE = "console";

    private Logging() {}

    public static void apply(Config.Logs logs) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.toLevel(logs.level(), Level.INFO));
            if (logs.json()
                    && root.getAppender(QUEUE) instanceof AsyncAppender queue
                    && queue.getAppender(CONSOLE) instanceof OutputStreamAppender<ILoggingEvent> console) {
                console.stop();
                console.setEncoder(json(root));
                console.start();
            }
        }
    }

    /** Writes what waits to be written. Nothing is logged after it. */
    public static void flush() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
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
