package fr.creneau.journey;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of axe, run on a page as it stands, in light and in dark. Axe's own builder loads the rules anew for each run and sums up
 * in a page of its own: five times slower, and meant for frames, which this site has not. To send the rules to the browser takes as long as
 * to run them: it gets them once for all pages of a context.
 */
public final class Axe {
    private static final String RULES = AxeBuilder.getAxeScript();
    private static final String RUN = "async options => { const found = await axe.run(document, options);"
            + " if (found.passes.length + found.violations.length === 0) throw new Error('axe did nothing');"
            + " return found.violations.map(rule => rule.id + ': '"
            + "  + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')); }";

    private Axe() {}

    /** Has the rules at hand in each page that this context opens from now on. */
    public static BrowserContext in(BrowserContext context) {
        context.addInitScript(RULES);
        return context;
    }

    /** One line for each rule that is violated; leaves the page light. It must be of a context that has the rules ({@link #in}). */
    public static List<String> violations(Page page) {
        List<String> faults = new ArrayList<>();
        // Only colours change in the dark: the other rules would say the same again.
        run(page, ColorScheme.DARK, Map.of("runOnly", List.of("color-contrast")), faults);
        run(page, ColorScheme.LIGHT, Map.of(), faults);
        return faults;
    }

    @SuppressWarnings("unchecked")
    private static void run(Page page, ColorScheme scheme, Map<String, Object> rules, List<String> faults) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        // Nothing is told about the rules that are kept, except that there are some.
        Map<String, Object> options = new HashMap<>(rules);
        options.put("resultTypes", List.of("violations"));
        for (String violated : (List<String>) page.evaluate(RUN, options)) {
            faults.add(scheme + " " + violated);
        }
    }
}
