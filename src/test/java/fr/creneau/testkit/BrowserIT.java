package fr.creneau.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@BrowserTest
class BrowserIT {
    @Test
    void hostCookiesAreKeptOverPlainHttpOnLocalhost() throws IOException {
        AtomicReference<String> cookies = new AtomicReference<>("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            cookies.set(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
            exchange.getResponseHeaders().add("Set-Cookie", "__Host-probe=1; Path=/; Secure; HttpOnly; SameSite=Lax");
            byte[] page = "<!doctype html><title>é</title><h1>Créneau</h1>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        String address = "http://localhost:" + server.getAddress().getPort() + "/";
        try (BrowserContext context = Browser.context()) {
            Page page = context.newPage();
            page.navigate(address);
            assertThat(page.locator("h1").innerText()).isEqualTo("Créneau");
            page.navigate(address);
            assertThat(cookies.get()).isEqualTo("__Host-probe=1");
        } finally {
            server.stop(0);
        }
    }
}
