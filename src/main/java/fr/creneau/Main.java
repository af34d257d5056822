package fr.creneau;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigException;
import fr.creneau.config.ConfigLoader;
import fr.creneau.ops.Logging;
import fr.creneau.outbox.MailCommand;
import fr.creneau.pg.Migrations;
import fr.creneau.schedule.ScheduleCommand;
import fr.creneau.text.Messages;
import fr.creneau.waitingroom.DrawCommand;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program. Ends with code 1 and one message if what it was asked for cannot be done. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    /** Longer than any request: after this, what is still under way is given up. */
    private static final long FINISH_S = 30;

    private Main() {}

    public static void main(String[] arguments) {
        try {
            CommandLine line = CommandLine.parse(List.of(arguments), System.getenv());
            run(line);
        } catch (IllegalArgumentException misunderstood) {
            fail(misunderstood.getMessage() + "\n\n" + CommandLine.USAGE);
        } catch (ConfigException wrong) {
            fail(String.valueOf(wrong.getMessage()));
        } catch (Exception failure) {
            log.debug("cannot go on", failure);
            fail("Stopped: " + reason(failure));
        } catch (Error broken) {
            // A class that is missing, say. Threads that have started would let the program live on without serving
            // anybody.
            try {
                log.error("cannot go on", broken);
                fail("Stopped: " + broken);
            } finally {
                System.exit(1);
            }
        }
    }

    private static void run(CommandLine line) {
        if (line.command() instanceof CommandLine.Command.Help) {
            System.out.println(CommandLine.USAGE);
            return;
        }
        if (line.command() instanceof CommandLine.Command.Draw draw) {
            System.exit(new DrawCommand().run(draw.words(), System.out));
        }
        Config config = ConfigLoader.load(line.config(), System.getenv());
        Logging.apply(config.logs());
        if (!Messages.problems().isEmpty()) {
            throw new ConfigException(Messages.problems());
        }
        if (line.command() instanceof CommandLine.Command.Serve) {
            serve(config);
        } else if (line.command() instanceof CommandLine.Command.Schedule schedule) {
            exit(new ScheduleCommand().run(schedule.words(), config, System.out));
        } else if (line.command() instanceof CommandLine.Command.Mail mail) {
            exit(new MailCommand().run(mail.words(), config, System.out));
        } else {
            Migrations.run(config.postgres());
            Logging.flush();
        }
    }

    private static void exit(int code) {
        Logging.flush();
        System.exit(code);
    }

    private static void serve(Config config) {
        // As many event loops as processors: with twice as many, as Vert.x would have it, more messages change threads
        // (decision 0410).
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        log.info("native transport: {}", vertx.isNativeTransportEnabled());
        try {
            Instance instance = Instance.start(vertx, config).await();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(vertx, instance, config), "leaving"));
        } catch (RuntimeException failure) {
            vertx.close();
            throw failure;
        }
    }

    /** On SIGTERM. The JVM ends when this returns. */
    private static void leave(Vertx vertx, Instance instance, Config config) {
        try {
            instance.drain().await(config.http().drain().toMillis() + FINISH_S * 1_000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            log.warn("gave up waiting for what was under way");
        } catch (RuntimeException failure) {
            log.warn("not everything stopped as it should", failure);
        }
        try {
            // Not composed with the above: an event loop that ends takes what waits on it along.
            vertx.close().await(FINISH_S, TimeUnit.SECONDS);
            log.info("left");
        } catch (TimeoutException | RuntimeException failure) {
            log.warn("left in a hurry", failure);
        }
        Logging.flush();
    }

    /** The first line of what failed; where is logged at level debug. */
    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof BindException) {
            return message + ": another program listens on http.port or management.port";
        }
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse(message);
    }

    private static void fail(String message) {
        Logging.flush();
        System.err.println(message);
        System.exit(1);
    }
}
