package fr.creneau.web.wizard;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without JavaScript: cookies, links and forms. Two visitors may share cookies: two tabs. */
public final class Visitor {
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final UnaryOperator<String> site;
    public final Map<String, String> cookies;

    /** What came last. */
    public int status;

    public String retryAfter = "";
    public String path = "";
    public String body = "";
    public Document page = Document.createShell("");
    /** How long the first answer took. */
    public Duration took = Duration.ZERO;

    private HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);

    public Visitor(WizardSite site) {
        this(site::url);
    }

    /** @param site gives the whole address of a path */
    public Visitor(UnaryOperator<String> site) {
        this(site, new LinkedHashMap<>());
    }

    private Visitor(UnaryOperator<String> site, Map<String, String> cookies) {
        this.site = site;
        this.cookies = cookies;
    }

    /** Another tab of the same browser. */
    public Visitor otherTab() {
        return new Visitor(site, cookies);
    }

    /** Somebody who copied the cookies as they are now. */
    public Visitor copy() {
        return new Visitor(site, new LinkedHashMap<>(cookies));
    }

    public Visitor get(String where) {
        return follow(HttpRequest.newBuilder(uri(where)).build(), where);
    }

    public Visitor post(String where, Map<String, String> fields) {
        return postRaw(where, encode(fields));
    }

    public Visitor postRaw(String where, String encoded) {
        return send("POST", where, "application/x-www-form-urlencoded", encoded);
    }

    /** Any method and any body, one byte a character. */
    public Visitor send(String method, String where, String contentType, String content) {
        return follow(
                HttpRequest.newBuilder(uri(where))
                        .header("Content-Type", contentType)
                        .method(method, HttpRequest.BodyPublishers.ofString(content, StandardCharsets.ISO_8859_1))
                        .build(),
                where);
    }

    /** A header of the last answer; empty if it had none. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Presses the button of the page's form to that address, with what is in its fields and what is typed. */
    public Visitor submit(String action, Map<String, String> typed) {
        return post(action, filled(action, typed));
    }

    /** The fields that pressing the button would send. */
    public Map<String, String> filled(String action, Map<String, String> typed) {
        Element form = page.select("form[action=" + action + "]").stream()
                .filter(one -> !typed.containsKey("action")
                        || one.select("input[name=action]").attr("value").equals(typed.get("action")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no form to " + action + ": " + page.text()));
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element input : form.select("input[name]")) {
            boolean choice =
                    input.attr("type").equals("radio") || input.attr("type").equals("checkbox");
            if (!choice || input.hasAttr("checked")) {
                fields.put(input.attr("name"), input.attr("value"));
            }
        }
        for (Element select : form.select("select")) {
            fields.put(select.attr("name"), select.select("option[selected]").attr("value"));
        }
        fields.putAll(typed);
        return fields;
    }

    public static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Visitor follow(HttpRequest request, String where) {
        long start = System.nanoTime();
        HttpResponse<String> response = send(request);
        took = Duration.ofNanos(System.nanoTime() - start);
        String at = where;
        for (int hops = 0; response.statusCode() / 100 == 3 && hops < 5; hops++) {
            at = response.headers().firstValue("Location").orElseThrow();
            response = send(HttpRequest.newBuilder(uri(at)).build());
        }
        status = response.statusCode();
        retryAfter = response.headers().firstValue("Retry-After").orElse("");
        headers = response.headers();
        path = at;
        body = response.body();
        page = Jsoup.parse(body);
        return this;
    }

    private HttpResponse<String> send(HttpRequest request) {
        HttpRequest.Builder withCookies = HttpRequest.newBuilder(request, (name, value) -> true);
        if (!cookies.isEmpty()) {
            withCookies.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response =
                    client.send(withCookies.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("set-cookie").forEach(this::keep);
            return response;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private void keep(String header) {
        String pair = header.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (header.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(name.length() + 1));
        }
    }

    private URI uri(String where) {
        return URI.create(site.apply(where));
    }
}
