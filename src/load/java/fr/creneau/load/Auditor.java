package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks the books after the crowd has gone. Gatling's assertions and reports know requests only, so every rule is one: answered on the
 * loopback with 200, or with 409 and what is wrong.
 */
final class Auditor {
    private final Map<String, Books.Rule> rules;
    private final String url;

    private Auditor(Map<String, Books.Rule> rules, String url) {
        this.rules = rules;
        this.url = url;
    }

    /** @param rules by name; none if the database is not known */
    static Auditor of(Map<String, Books.Rule> rules) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Map<String, Books.Rule> sorted = new TreeMap<>(rules);
            sorted.forEach((name, rule) -> server.createContext("/" + name, exchange -> answer(exchange, name, rule)));
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
            return new Auditor(sorted, "http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    PopulationBuilder afterwards() {
        ScenarioBuilder audit = scenario("books").exec(exec(session -> session));
        for (String rule : rules.keySet()) {
            audit = audit.exec(http(name(rule)).get(url + "/" + rule).check(status().is(200)));
        }
        return audit.injectOpen(atOnceUsers(1));
    }

    /** That every rule is kept, and those. */
    List<Assertion> assertions(List<Assertion> others) {
        return Stream.concat(
                        rules.keySet().stream()
                                .map(rule -> details(name(rule))
                                        .successfulRequests()
                                        .count()
                                        .is(1L)),
                        others.stream())
                .toList();
    }

    private static String name(String rule) {
        return "books: " + rule.replace('-', ' ');
    }

    private static void answer(HttpExchange exchange, String name, Books.Rule rule) throws IOException {
        Optional<String> broken = judge(rule);
        broken.ifPresent(what -> System.out.println("Books: " + name.replace('-', ' ') + ": " + what));
        byte[] text = broken.orElse("in order").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(broken.isPresent() ? 409 : 200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private static Optional<String> judge(Books.Rule rule) {
        try {
            return rule.broken();
        } catch (SQLException | RuntimeException failure) {
            return Optional.of("could not be asked: " + failure);
        }
    }
}
