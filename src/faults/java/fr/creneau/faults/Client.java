package fr.creneau.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one request and waits a bounded time; no answer is an answer too. */
final class Client {
    static final int NO_ANSWER = 0;

    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final ObjectMapper json = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    record Answer(int status, String body) {
        /** Status and, of a problem, its code. */
        String summary() {
            Matcher code = CODE.matcher(body);
            return status >= 400 && code.find() ? status + " " + code.group(1) : String.valueOf(status);
        }

        JsonNode json() throws IOException {
            return json.readTree(body);
        }
    }

    Answer api(String method, URI address, String token, String body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.method(
                method,
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer page(URI address) throws InterruptedException {
        return send(HttpRequest.newBuilder(address));
    }

    Answer press(URI address) throws InterruptedException {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString("")));
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException noAnswer) {
            return new Answer(NO_ANSWER, "");
        }
    }
}
