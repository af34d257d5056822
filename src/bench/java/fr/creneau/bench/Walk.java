package fr.creneau.bench;

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

/** An applicant with a browser, as far as the calendar. */
final class Walk {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final int port;
    private final String path;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    /** @param desk whose wizard it is */
    Walk(int port, String desk) {
        this.port = port;
        this.path = "/rdv/" + desk + "/descriptif";
    }

    /**
     * Who has answered the questions.
     *
     * @param cookies as a header has them
     * @param token of any of their forms
     */
    record Browser(String cookies, String token) {}

    Browser toTheCalendar() throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(
                send(HttpRequest.newBuilder(BenchSite.address(port, path)).build()));
        if (!token.find()) {
            throw new IllegalStateException("no form on " + path);
        }
        LocalDate expiry = LocalDate.now(java.time.ZoneOffset.UTC).plusYears(1);
        String form = form(Map.of(
                "csrf", token.group(1),
                "demarche", "modification",
                "jour", String.valueOf(expiry.getDayOfMonth()),
                "mois", String.valueOf(expiry.getMonthValue()),
                "annee", String.valueOf(expiry.getYear()),
                "commune", "97302",
                "conditions", "oui"));
        send(HttpRequest.newBuilder(BenchSite.address(port, path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://127.0.0.1:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
        String kept = cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return new Browser(kept, token.group(1));
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
