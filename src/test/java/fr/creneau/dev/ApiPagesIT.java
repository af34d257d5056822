package fr.creneau.dev;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import fr.creneau.testkit.Browser;
import fr.creneau.testkit.BrowserTest;
import fr.creneau.web.Assets;
import fr.creneau.web.Configs;
import fr.creneau.web.WebVerticle;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API to read and to try, in a browser. Nothing of it asks a backend. */
@BrowserTest
class ApiPagesIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private WebVerticle serve(WebVerticle web) {
        vertx.deployVerticle(web).await();
        return web;
    }

    @Test
    void the_description_is_shown_under_the_sites_own_security_policy() {
        WebVerticle web = serve(
                new WebVerticle(Configs.config(), Clock.systemUTC(), Assets.load(Optional.empty()), ApiPages::mount));
        List<String> told = new ArrayList<>();
        try (BrowserContext context = Browser.context()) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    told.add(message.text());
                }
            });
            page.onPageError(told::add);
            page.onRequest(request -> {
                if (!URI.create(request.url()).getScheme().equals("data")
                        && URI.create(request.url()).getPort() != web.port()) {
                    told.add("asks " + request.url());
                }
            });
            page.navigate("http://localhost:" + web.port() + ApiPages.PATH);
            assertThat(page.locator("h2.title")).containsText("Creneau");
            page.locator("#operations-journey-placeHold button.opblock-summary-control")
                    .click();
            assertThat(page.locator("#operations-journey-placeHold .opblock-body"))
                    .containsText("A seat of this slot was held already");
            page.locator("#operations-description-readDescription button.opblock-summary-control")
                    .click();
            page.locator("#operations-description-readDescription .try-out__btn")
                    .click();
            page.locator("#operations-description-readDescription .execute").click();
            assertThat(page.locator("#operations-description-readDescription .live-responses-table"))
                    .containsText("200");
        }
        assertThat(told).isEmpty();
    }

    @Test
    void outside_the_development_site_there_is_no_such_page() throws Exception {
        WebVerticle web = serve(new WebVerticle(Configs.config(), Clock.systemUTC(), Assets.load(Optional.empty())));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + web.port() + ApiPages.PATH))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(404);
    }
}
