package fr.creneau.testkit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The machine's own Chromium, driven by Playwright, or better its headless shell: the same engine without the windows that nobody
 * would see. One browser for the whole run, a context of its own for each test. Use
 * locators: functions evaluated in the page are refused by the site's content security policy. Playwright belongs to the thread that
 * started it: tests with a browser run one after the other.
 */
public final class Browser {
    static final String NONE = "Browser tests are skipped: no Chromium found"
            + " (Debian: apt-get install chromium-headless-shell; or set CHROMIUM to its path).";

    private static final List<String> NAMES =
            List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final AtomicBoolean told = new AtomicBoolean();

    private Browser() {}

    /** A context with nothing in it, in French, 1280 px wide, with JavaScript. Close it. */
    public static BrowserContext context() {
        return context(options());
    }

    /** A context of your own making; start from {@link #options()}. Close it. */
    public static BrowserContext context(com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = Chromium.RUNNING.newContext(options);
        context.setDefaultTimeout(10_000);
        return context;
    }

    public static com.microsoft.playwright.Browser.NewContextOptions options() {
        return new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale("fr-FR")
                .setTimezoneId("America/Cayenne")
                .setViewportSize(1280, 900);
    }

    /** Where the browser is, if there is one. */
    public static Optional<Path> executable() {
        String chosen = System.getenv("CHROMIUM");
        Stream<Path> candidates = chosen != null
                ? Stream.of(Path.of(chosen))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return candidates.filter(Files::isExecutable).findFirst();
    }

    static void sayOnceThatThereIsNone() {
        if (!told.getAndSet(true)) {
            System.err.println(NONE);
        }
    }

    private static final class Chromium {
        static final com.microsoft.playwright.Browser RUNNING = launch();

        @SuppressWarnings("resource") // lives as long as the JVM
        private static com.microsoft.playwright.Browser launch() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable().orElseThrow())
                            .setArgs(FLAGS));
        }
    }
}
