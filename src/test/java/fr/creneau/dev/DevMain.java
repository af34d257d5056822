package fr.creneau.dev;

import fr.creneau.config.Config;
import fr.creneau.config.ConfigException;
import fr.creneau.ops.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * {@code mvn -Pdev}. Environment: {@code PORT} (8080), {@code DEV_HOME} (.dev), and any key of the configuration, which has the last
 * word.
 */
public final class DevMain {
    private DevMain() {}

    public static void main(String[] arguments) {
        Instant begin = Instant.now();
        Logging.apply(new Config.Logs(false, "warn"));
        int port = port(System.getenv());
        Path home = Path.of(System.getenv().getOrDefault("DEV_HOME", ".dev"));
        System.out.println("Starting PostgreSQL, Redis, the mail catcher and the site…");
        try {
            DevSite site = DevSite.start(home, port, System.getenv());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(site), "stop"));
            System.out.printf(
                    """

                    Creneau runs (started in %.1f s).
                      The site              http://localhost:%d/
                      Caught mails          http://localhost:%d/dev/mail
                      The API, to try       http://localhost:%d/dev/api
                      A draw to try         http://localhost:%d/rdv/kourou  (it happens some minutes after the first start)
                      Live, ready           http://localhost:%d/ready
                      Its data              %s  (remove the folder to start afresh)
                      To stop               Ctrl+C

                    """,
                    Duration.between(begin, Instant.now()).toMillis() / 1000.0,
                    port,
                    port,
                    port,
                    port,
                    site.managementPort(),
                    home.toAbsolutePath());
        } catch (ConfigException wrong) {
            fail(wrong.getMessage());
        } catch (Exception failure) {
            fail("The site does not start: " + failure + "\n(If only its data is in the way: remove "
                    + home.toAbsolutePath() + ")");
        }
    }

    static int port(Map<String, String> environment) {
        String said = environment.getOrDefault("CRENEAU_HTTP_PORT", environment.getOrDefault("PORT", "8080"));
        return Integer.parseInt(said);
    }

    /** Ctrl+C reaches the servers as well: that the site loses them while it stops is no news. */
    private static void stop(DevSite site) {
        Logging.flush();
        try {
            site.stop();
        } catch (IOException failure) {
            System.err.println("Not everything stopped: " + failure);
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
