package fr.creneau.web.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The other tests lean on it. */
class DescribedAnswersTest {
    private static final String HOLD = "/api/v1/desks/cayenne/hold";
    private final DescribedAnswers answers =
            new DescribedAnswers(Description.load().json());

    @Test
    void what_is_described_passes() {
        assertThatCode(() -> check("GET", HOLD, 200, "application/json", hold().encode()))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("DELETE", HOLD, 204, "", "")).doesNotThrowAnyException();
        assertThatCode(() -> check("GET", "/descriptif", 200, "text/html", "<h1>"))
                .doesNotThrowAnyException();
    }

    @Test
    void any_other_status_type_or_body_fails() {
        refused("GET", HOLD, 202, "application/json", hold());
        refused("PATCH", HOLD, 200, "application/json", hold());
        refused("GET", "/api/v1/nothing", 200, "application/json", hold());
        refused("GET", HOLD, 200, "text/html", hold());
        refused("GET", HOLD, 404, "application/json", hold());
        refused("GET", HOLD, 404, "application/problem+json", hold());
        refused("DELETE", HOLD, 204, "application/json", hold());
        refused("GET", "/api/v1/desks", 200, "application/json", new JsonObject().put("desks", List.of()));
    }

    @Test
    void any_other_member_fails() {
        refused("GET", HOLD, 200, "application/json", hold().put("proven", "yes"));
        refused("GET", HOLD, 200, "application/json", hold().put("expiresAt", "tomorrow"));
        refused("GET", HOLD, 200, "application/json", hold().put("more", 1));
        JsonObject less = hold();
        less.remove("fence");
        refused("GET", HOLD, 200, "application/json", less);
    }

    private void refused(String method, String path, int status, String type, JsonObject body) {
        assertThatThrownBy(() -> check(method, path, status, type, body.encode()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not as described");
    }

    private void check(String method, String path, int status, String type, String body) {
        answers.check(
                method,
                path,
                status,
                HttpHeaders.of(
                        type.isEmpty() ? Map.of() : Map.of("Content-Type", List.of(type)), (name, value) -> true),
                body);
    }

    private static JsonObject hold() {
        return new JsonObject()
                .put("id", "h")
                .put("slot", "k3v9q2m7x1b4")
                .put("seat", 1)
                .put("fence", 7)
                .put("expiresAt", "2026-11-23T19:00:00Z")
                .put("deadline", "2026-11-23T19:10:00.123Z")
                .put("proven", false);
    }
}
