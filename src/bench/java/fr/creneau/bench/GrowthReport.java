package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The growth of every figure as a page: tables, and a curve each over size, both axes by powers of ten. */
final class GrowthReport {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 120;
    private static final int EDGE = 14;

    private final ObjectNode summary;

    GrowthReport(ObjectNode summary) {
        this.summary = summary;
    }

    String html() {
        List<JsonNode> sizes = new ArrayList<>();
        List<JsonNode> desks = new ArrayList<>();
        for (JsonNode row : summary.path("seats")) {
            if (row.path("desks").asInt() == 1) {
                sizes.add(row);
            }
            if (row.path("seats_a_desk").asInt() == 1_000) {
                desks.add(row);
            }
        }
        List<JsonNode> tickets = new ArrayList<>();
        summary.path("tickets").forEach(tickets::add);
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Creneau: how cost grows</title>"
                + "<style>body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:70rem}td,th{padding:.1rem .6rem;text-align:right}"
                + "th:first-child{text-align:left}figure{display:inline-block;margin:.5rem}figcaption{font-size:.8rem}</style>"
                + "<h1>How cost grows</h1><p>"
                + "%s, %s processors, load %.1f before and %.1f after."
                        .formatted(
                                summary.path("at").asText(),
                                summary.path("processors"),
                                summary.path("load_before").asDouble(),
                                summary.path("load_after").asDouble())
                + section("One desk: seats", "seats_a_desk", sizes)
                + section("1 000 seats at each desk: desks", "desks", desks)
                + section("Waiting room: tickets", "tickets", tickets) + "</html>";
    }

    private static String section(String title, String size, List<JsonNode> rows) {
        List<String> figures = new ArrayList<>();
        rows.get(0).fieldNames().forEachRemaining(figures::add);
        figures.remove(size);
        String head = rows.stream()
                .map(row -> "<th>" + row.path(size).asText())
                .collect(Collectors.joining("", "<tr><th>" + size, ""));
        StringBuilder table = new StringBuilder("<h2>" + title + "</h2><table>" + head);
        StringBuilder curves = new StringBuilder("</table>");
        for (String figure : figures) {
            table.append("<tr><th>").append(figure);
            rows.forEach(row -> table.append(
                    String.format(Locale.ROOT, "<td>%.1f", row.path(figure).asDouble())));
            if (rows.stream()
                    .allMatch(row ->
                            row.path(figure).isDouble() && row.path(figure).asDouble() > 0)) {
                curves.append(curve(size, figure, rows));
            }
        }
        return table.append(curves).toString();
    }

    private static String curve(String size, String figure, List<JsonNode> rows) {
        double left = Math.log10(rows.get(0).path(size).asDouble());
        double right = Math.log10(rows.get(rows.size() - 1).path(size).asDouble());
        double bottom = Math.floor(logs(figure, rows).min().orElseThrow());
        double top = Math.max(bottom + 1, Math.ceil(logs(figure, rows).max().orElseThrow()));
        StringBuilder marks = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (JsonNode row : rows) {
            double x = EDGE + (Math.log10(row.path(size).asDouble()) - left) / (right - left) * (WIDTH - 2 * EDGE);
            double y = HEIGHT
                    - EDGE
                    - (Math.log10(row.path(figure).asDouble()) - bottom) / (top - bottom) * (HEIGHT - 2 * EDGE);
            line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            marks.append(
                    String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#000091\"/>", x, y));
        }
        return "<figure><svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\" style=\"border:1px solid #ccc\">"
                        .formatted(WIDTH, HEIGHT, figure)
                + "<polyline fill=\"none\" stroke=\"#6a8fd8\" stroke-width=\"2\" points=\"" + line + "\"/>" + marks
                + String.format(
                        Locale.ROOT,
                        "</svg><figcaption>%s, from %.0f to %.0f over %s</figcaption></figure>",
                        figure,
                        Math.pow(10, bottom),
                        Math.pow(10, top),
                        size);
    }

    private static java.util.stream.DoubleStream logs(String figure, List<JsonNode> rows) {
        return rows.stream().mapToDouble(row -> Math.log10(row.path(figure).asDouble()));
    }
}
