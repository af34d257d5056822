package fr.creneau.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnhandledTest {
    private static final String PERSON = "eloise.belizaire@example.org";

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();
    /** Whatever is said on that event loop; what goes on beside it in this JVM is not asked about. */
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (Vertx.currentContext() == loop) {
                logged.add(event);
            }
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void close() {
        root.detachAppender(appender);
        vertx.close().await();
    }

    @Test
    void whatNobodyCatchesIsLoggedOnceWithItsPlaceAndWithoutItsWords() {
        Unhandled.log(vertx);
        loop.runOnContext(go -> {
            throw new IllegalStateException(PERSON, new IllegalArgumentException("of " + PERSON));
        });
        await().until(() -> !logged.isEmpty());
        // What is thrown next comes after whatever else was to be said of the first.
        loop.runOnContext(go -> {
            throw new UnsupportedOperationException();
        });
        await().until(() -> logged.size() >= 2);
        assertThat(logged).hasSize(2);
        ILoggingEvent event = logged.get(0);
        String text = event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
        assertThat(text)
                .contains("vert.x-eventloop-thread", "java.lang.IllegalStateException", "UnhandledTest.java")
                .contains("Caused by", "java.lang.IllegalArgumentException")
                .doesNotContain(PERSON);
        JsonEncoder json = new JsonEncoder();
        json.setContext(root.getLoggerContext());
        json.start();
        assertThat(new String(json.encode(event), StandardCharsets.UTF_8)).doesNotContain(PERSON);
    }
}
