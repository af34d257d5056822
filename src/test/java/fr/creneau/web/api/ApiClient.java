package fr.creneau.web.api;

import fr.creneau.challenge.Solver;
import fr.creneau.web.wizard.WizardSite;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A program that books for somebody. Each has its own journey token and its own person. All answers must be as described. */
final class ApiClient {
    private static final AtomicInteger people = new AtomicInteger(400_000_000);
    private static final Map<String, AtomicInteger> slotsUsed = new ConcurrentHashMap<>();
    private static final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final DescribedAnswers described =
            new DescribedAnswers(Description.load().json());
    private final UnaryOperator<String> site;
    final String desk;
    final String root;
    final String email;
    final String agdref;
    String token = "";

    ApiClient(WizardSite site) {
        this(site, site.desk);
    }

    ApiClient(WizardSite site, String desk) {
        this(site::url, desk);
    }

    /** @param site gives the whole address of a path */
    ApiClient(UnaryOperator<String> site, String desk) {
        this.site = site;
        this.desk = desk;
        this.root = "/api/v1/desks/" + desk;
        int number = people.incrementAndGet();
        this.email = "api" + number + "@example.org";
        this.agdref = "9" + number;
    }

    /** What came back. */
    record Got(int status, HttpResponse<String> response) {
        JsonObject json() {
            return new JsonObject(response.body());
        }

        String code() {
            return json().getString("code");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static JsonObject answers() {
        return new JsonObject()
                .put("procedure", "renouvellement")
                .put("permitExpiry", today().plusMonths(1).toString())
                .put("commune", "97302")
                .put("conditions", true);
    }

    static LocalDate today() {
        return LocalDate.now(ZoneId.of("America/Cayenne"));
    }

    JsonObject details() {
        return new JsonObject()
                .put("lastName", "Bélizaire")
                .put("firstName", "Éloïse")
                .put("email", email)
                .put("agdref", agdref);
    }

    ApiClient begun() {
        token = expect(201, send("POST", root + "/journeys", answers())).getString("token");
        return this;
    }

    /** A slot of which nobody else of these tests holds a seat: the snapshot may be a second behind what they did. */
    String freshSlot() {
        int index =
                slotsUsed.computeIfAbsent(desk, first -> new AtomicInteger()).getAndIncrement();
        return expect(200, get(root + "/slots"))
                .getJsonArray("slots")
                .getJsonObject(index)
                .getString("id");
    }

    Got hold(String slot) {
        return send("PUT", root + "/hold", new JsonObject().put("slot", slot));
    }

    ApiClient held() {
        begun();
        expect(201, hold(freshSlot()));
        return this;
    }

    ApiClient proven() {
        held();
        expect(200, prove());
        return this;
    }

    Got prove() {
        String challenge = get(root + "/hold/challenge").response().body();
        return send("POST", root + "/hold/proof", new JsonObject().put("altcha", Solver.solve(challenge)));
    }

    Got book() {
        return send("POST", root + "/bookings", details());
    }

    Got get(String path) {
        return send("GET", path, null);
    }

    Got send(String method, String path, JsonObject body) {
        return body == null
                ? send(method, path, "", Map.of())
                : send(method, path, body.encode(), Map.of("Content-Type", "application/json"));
    }

    Got send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site.apply(path)))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            described.check(method, path, response.statusCode(), response.headers(), response.body());
            return new Got(response.statusCode(), response);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    static JsonObject expect(int status, Got got) {
        if (got.status() != status) {
            throw new AssertionError(got.status() + " instead of " + status + ": "
                    + got.response().body());
        }
        return got.response().body().isEmpty() ? new JsonObject() : got.json();
    }
}
