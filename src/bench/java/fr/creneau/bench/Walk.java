package fr.creneau.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An applicant with a browser, as far as the calendar or a waiting room. */
final class Walk {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final int port;
    private final String desk;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    /** @param desk whose wizard it is */
    Walk(int port, String desk) {
        this.port = port;
        this.desk = "/rdv/" + desk;
    }

    /**
     * Who has answered the questions.
     *
     * @param cookies as a header has them
     * @param token of any of their forms
     */
    record Browser(String cookies, String token) {}

    Browser toTheCalendar() throws IOException, InterruptedException {
        String path = desk + "/descriptif";
        Matcher token = TOKEN.matcher(get(path));
        if (!token.find()) {
            throw new IllegalStateException("no form on " + path);
        }
        LocalDate expiry = LocalDate.now(java.time.ZoneOffset.UTC).plusYears(1);
        post(
                path,
                Map.of(
                        "csrf", token.group(1),
                        "demarche", "modification",
                        "jour", String.valueOf(expiry.getDayOfMonth()),
                        "mois", String.valueOf(expiry.getMonthValue()),
                        "annee", String.valueOf(expiry.getYear()),
                        "commune", "97302",
                        "conditions", "oui"));
        return browser(token.group(1));
    }

    /** Who has a ticket of that release, too. */
    Browser toTheWaitingRoom(String release) throws IOException, InterruptedException {
        String token = toTheCalendar().token();
        String room = desk + "/file/" + release;
        String solution = Applicants.solve(new ObjectMapper().readTree(get(room + "/defi")));
        post(room, Map.of("csrf", token, "agdref", "9700000001", "altcha", solution));
        if (!get(room).contains("data-queue=\"inscrit\"")) {
            throw new IllegalStateException("not enrolled in " + room);
        }
        return browser(token);
    }

    private Browser browser(String token) {
        String kept = cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return new Browser(kept, token);
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(BenchSite.address(port, path)).build());
    }

    private void post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(BenchSite.address(port, path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
