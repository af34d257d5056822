package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import fr.creneau.web.PageWeight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page in both languages, on a way walked on a wide screen in French and on the narrowest in English. */
@BrowserTest
class AccessibilityIT {
    private static final int WIDE = 1280;
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
    @CsvSource({"fr-FR,1280", "en-GB,320"})
    void no_page_violates_a_rule_of_axe_in_light_or_dark_and_all_fit_320_pixels_and_30_kB(String language, int width) {
        for (Consumer<Walk> way : List.<Consumer<Walk>>of(Walk::around, Walk::inVain, Walk::wholeWay)) {
            try (BrowserContext context = context(language, width)) {
                Faults complaints = Faults.of(context);
                way.accept(new Walk(site, context.newPage(), (name, page) -> lookAt(name, page, width)));
                complaints.assertNone();
            }
        }
        assertThat(faults).isEmpty();
        assertThat(seen).isGreaterThan(39);
    }

    @Test
    void what_is_wrong_in_one_scheme_only_is_seen() {
        try (BrowserContext context = context("fr-FR", WIDE)) {
            Page page = context.newPage();
            page.setContent("<html lang='fr'><title>x</title><style>p { color: #fff; background: #777 }"
                    + " @media (prefers-color-scheme: dark) { p { background: #888 } }"
                    + " @media (prefers-color-scheme: light) { p { background: #000 } }</style>"
                    + "<main><h1>Title</h1><p>Some words</p><input></main></html>");
            assertThat(Axe.violations(page))
                    .satisfiesExactlyInAnyOrder(
                            dark -> assertThat(dark).startsWith("DARK color-contrast"),
                            light -> assertThat(light).startsWith("LIGHT label"));
        }
    }

    private static BrowserContext context(String language, int width) {
        return Axe.in(Browser.context(Browser.options()
                .setLocale(language)
                .setViewportSize(width, 800)
                // A colour on its way from one scheme to the other is none of either.
                .setReducedMotion(ReducedMotion.REDUCE)));
    }

    private void lookAt(String name, Page page, int width) {
        seen++;
        // Help that is folded away is looked at, too.
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
        page.setViewportSize(WIDE, 800);
        Axe.violations(page).forEach(violation -> faults.add(name + " " + violation));
        page.setViewportSize(NARROWEST, 800);
        measure(name, page);
        page.setViewportSize(width, 800);
    }

    private void measure(String name, Page page) {
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
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
