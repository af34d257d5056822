package fr.creneau.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What a browser that has nothing yet receives for a page: the page itself and everything it names, compressed as sent. */
public final class PageWeight {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<URI> counted = new LinkedHashSet<>();
    private long bytes;

    private PageWeight() {}

    /** Bytes of the bodies of a page and of its style sheets, scripts and pictures. */
    public static long of(URI page) throws IOException, InterruptedException {
        PageWeight weight = new PageWeight();
        Document document = Jsoup.parse(weight.fetch(page), page.toString());
        weight.add(document);
        return weight.bytes;
    }

    /** The same for a page that is at hand, e.g. the answer to a form. */
    public static long ofHtml(String html, URI at) throws IOException, InterruptedException {
        PageWeight weight = new PageWeight();
        weight.bytes = gzip(html.getBytes(StandardCharsets.UTF_8));
        weight.add(Jsoup.parse(html, at.toString()));
        return weight.bytes;
    }

    private void add(Document document) throws IOException, InterruptedException {
        for (String url :
                document.select("link[rel=stylesheet], link[rel=icon]").eachAttr("abs:href")) {
            fetch(URI.create(url));
        }
        for (String url : document.select("script[src], img[src]").eachAttr("abs:src")) {
            fetch(URI.create(url));
        }
    }

    private String fetch(URI uri) throws IOException, InterruptedException {
        if (!counted.add(uri)) {
            return "";
        }
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answers " + response.statusCode());
        }
        bytes += response.body().length;
        boolean zipped =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        return zipped ? unzip(response.body()) : new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String unzip(byte[] zipped) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new java.io.ByteArrayInputStream(zipped))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long gzip(byte[] content) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream stream = new java.util.zip.GZIPOutputStream(bytes)) {
            stream.write(content);
        }
        return bytes.size();
    }
}
