package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The ratios as a page: bars from the lowest to the highest round, a mark at the median, a line at what is to be reached. */
final class Report {
    private static final int WIDTH = 480;

    private final ObjectNode ratios;
    private final ObjectNode measured;

    Report(ObjectNode ratios, ObjectNode measured) {
        this.ratios = ratios;
        this.measured = measured;
    }

    String html() {
        StringBuilder page = new StringBuilder(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Creneau: ratios</title>"
                        + "<style>body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:60rem}td,th{padding:.2rem .8rem;text-align:left}"
                        + "</style><h1>Ratios in one run</h1><table><tr><th>Ratio<th>Median<th>Min<th>Max<th>To reach<th>");
        ratios.properties().forEach(ratio -> page.append(row(ratio.getKey(), ratio.getValue())));
        page.append("</table><h2>Measured</h2><table><tr><th>What<th>Median<th>Min<th>Max");
        measured.properties()
                .forEach(one -> page.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%s<td>%.2f<td>%.2f<td>%.2f",
                        one.getKey(),
                        one.getValue().path("median").asDouble(),
                        one.getValue().path("min").asDouble(),
                        one.getValue().path("max").asDouble())));
        return page.append("</table></html>").toString();
    }

    private static String row(String name, JsonNode ratio) {
        double min = ratio.path("min").asDouble();
        double max = ratio.path("max").asDouble();
        double median = ratio.path("median").asDouble();
        double wanted = ratio.path("to_reach").asDouble();
        double scale = WIDTH / Math.max(1.2, max);
        return String.format(
                Locale.ROOT,
                "<tr><td>%s<td>%.3f<td>%.3f<td>%.3f<td>%s<td><svg width=\"%d\" height=\"20\" role=\"img\" aria-label=\"%s\">"
                        + "<rect x=\"%.1f\" y=\"6\" width=\"%.1f\" height=\"8\" fill=\"#6a8fd8\"/>"
                        + "<rect x=\"%.1f\" y=\"2\" width=\"3\" height=\"16\" fill=\"#000091\"/>%s</svg>",
                name,
                median,
                min,
                max,
                wanted == 0 ? "" : String.valueOf(wanted),
                WIDTH,
                name,
                min * scale,
                Math.max(1, (max - min) * scale),
                median * scale,
                wanted == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\" y2=\"20\" stroke=\"#c9191e\"/>",
                                wanted * scale));
    }
}
