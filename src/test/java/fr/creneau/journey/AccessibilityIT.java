package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import fr.creneau.web.PageWeight;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BrowserTest
class AccessibilityIT {
    private static final int NARROWEST = 320;
    private static final long HEAVIEST = 30_000;

    private static WholeSite site;

    private final List<String> faults = new ArrayList<>();
    private int seen;

    @BeforeAll
    static void start() {
        site = WholeSite.start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr-FR", "en-GB"})
    void no_page_of_the_journey_violates_a_rule_of_axe_in_light_or_dark(String language) {
        walk(language, 1280, this::lookAt);
        assertThat(seen).isGreaterThan(34);
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr-FR", "en-GB"})
    void every_page_fits_a_screen_of_320_pixels_and_weighs_less_than_30_kB(String language) {
        walk(language, NARROWEST, this::measure);
        assertThat(seen).isGreaterThan(34);
        assertThat(faults).isEmpty();
    }

    private static void walk(String language, int width, Walk.Stop stop) {
        for (Consumer<Walk> way : List.<Consumer<Walk>>of(Walk::around, Walk::inVain, Walk::wholeWay)) {
            try (BrowserContext context =
                    Browser.context(Browser.options().setLocale(language).setViewportSize(width, 800))) {
                Faults complaints = Faults.of(context);
                way.accept(new Walk(site, context.newPage(), stop));
                complaints.assertNone();
            }
        }
    }

    private void lookAt(String name, Page page) {
        seen++;
        // Help that is folded away is looked at, too.
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // Only colours change in the dark: the other rules would say the same again.
            AxeBuilder axe = new AxeBuilder(page);
            AxeBuilder rules = scheme == ColorScheme.DARK ? axe.withRules(List.of("color-contrast")) : axe;
            for (Rule rule : rules.analyze().getViolations()) {
                faults.add(name + " " + scheme + " " + rule.getId() + ": "
                        + rule.getNodes().stream()
                                .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                .collect(Collectors.joining(" | ")));
            }
        }
    }

    private void measure(String name, Page page) {
        seen++;
        int width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        if (width > NARROWEST) {
            faults.add(name + " is " + width + " px wide");
        }
        try {
            long weight = PageWeight.ofHtml(page.content(), URI.create(page.url()));
            if (weight > HEAVIEST) {
                faults.add(name + " weighs " + weight);
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
