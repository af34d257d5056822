package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Takes the pictures of the journey: all of them into {@code target/screenshots}. With {@code -Dscreenshots.publish=true} those of
 * the README are replaced as well.
 */
@BrowserTest
class ScreenshotsIT {
    private static final Path ALL = Path.of("target/screenshots");
    private static final Path PUBLISHED = Path.of("src/docs/screenshots");
    private static final Map<String, String> OF_README = Map.of(
            "fr-1280-accueil", "accueil.png",
            "fr-1280-plage", "plage.png",
            "fr-1280-coordonnees-erreurs", "coordonnees.png",
            "fr-1280-validation", "validation.png",
            "fr-1280-envoye", "envoye.png",
            "fr-1280-confirmation", "confirmation.png",
            "en-360-plage", "slots-360.png",
            "en-360-rendez-vous", "appointment-360.png");

    private static WholeSite site;

    @BeforeAll
    static void start() {
        site = WholeSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({"fr,1280", "en,360"})
    void the_journey_in_pictures(String language, int width) throws IOException {
        Files.createDirectories(ALL);
        String prefix = language + "-" + width + "-";
        boolean wide = width > 360;
        try (BrowserContext context =
                Browser.context(Browser.options().setLocale(language).setViewportSize(width, wide ? 860 : 740))) {
            new Walk(site, context.newPage(), (name, page) -> take(prefix + name, page)).wholeWay();
        }
        try (Stream<Path> taken = Files.list(ALL)) {
            assertThat(taken.filter(file -> file.getFileName().toString().startsWith(prefix)))
                    .hasSizeGreaterThan(16);
        }
    }

    private static void take(String name, Page page) {
        Path file = ALL.resolve(name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(file));
        String published = OF_README.get(name);
        if (published != null && Boolean.getBoolean("screenshots.publish")) {
            copy(file, PUBLISHED.resolve(published));
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(PUBLISHED);
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
