package fr.creneau.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a browser complains of during a journey: errors on the console, among them violations of the content security policy, scripts
 * that throw, answers that are the server's fault, and parts of a page that do not come.
 */
final class Faults {
    /** Chromium's own note about an answer of 400 and above: the answers themselves are looked at here. */
    private static final String NOTE_ON_STATUS = "Failed to load resource: the server responded with a status of";

    private final List<String> seen = new ArrayList<>();

    static Faults of(BrowserContext context) {
        Faults faults = new Faults();
        context.onConsoleMessage(faults::onConsole);
        context.onWebError(error -> faults.seen.add("script: " + error.error()));
        context.onResponse(faults::onResponse);
        context.onRequestFailed(faults::onFailure);
        return faults;
    }

    private void onConsole(ConsoleMessage message) {
        boolean complaint = message.type().equals("error") || message.type().equals("warning");
        if (complaint && !message.text().startsWith(NOTE_ON_STATUS)) {
            seen.add("console: " + message.text());
        }
    }

    private void onResponse(Response response) {
        // An error page is a page; an error where a script or an image was asked for is a fault.
        int worst = response.request().isNavigationRequest() ? 499 : 399;
        if (response.status() > worst) {
            seen.add(response.status() + " " + response.url());
        }
    }

    private void onFailure(Request request) {
        // A page left while it still loads breaks off what it was loading.
        if (!"net::ERR_ABORTED".equals(request.failure())) {
            seen.add(request.failure() + " " + request.url());
        }
    }

    /** For the report of a journey that got stuck: what each page shows, and what was complained of before. */
    String whereabouts(BrowserContext context) {
        return context.pages().stream()
                .map(page -> page.url() + ": " + page.locator("main").allInnerTexts())
                .collect(Collectors.joining("\n", "complaints " + seen + "\n", ""));
    }

    void assertNone() {
        assertThat(seen).as("what the browser complained of").isEmpty();
    }
}
