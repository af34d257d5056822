package fr.creneau.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that was measured, and the ratios of it. */
final class Summary {
    /** A ratio's name, its part and its yardstick. */
    private record Ratio(String name, String part, String of, double toReach) {}

    /** Every kind of request against both yardsticks; 0 where no aim was set. */
    private static final List<Ratio> RATIOS = List.of(
            new Ratio("routed_vs_hello", "routed", "hello", 0),
            new Ratio("routed_vs_set", "routed", "set", 0),
            new Ratio("calendar_vs_hello", "calendar", "hello", 0.50),
            new Ratio("calendar_vs_set", "calendar", "set", 0),
            new Ratio("description_vs_hello", "description", "hello", 0),
            new Ratio("description_vs_set", "description", "set", 0),
            new Ratio("verdict_vs_hello", "verdict", "hello", 0),
            new Ratio("verdict_vs_set", "verdict", "set", 0),
            new Ratio("queue_page_vs_hello", "queue_page", "hello", 0),
            new Ratio("queue_page_vs_set", "queue_page", "set", 0),
            new Ratio("page_full_vs_hello", "page_full", "hello", 0),
            new Ratio("page_full_vs_set", "page_full", "set", 0),
            new Ratio("slots_vs_hello", "slots", "hello", 0),
            new Ratio("slots_vs_set", "slots", "set", 0),
            new Ratio("poll_vs_hello", "poll", "hello", 0.85),
            new Ratio("poll_vs_set", "poll", "set", 0),
            new Ratio("hold_full_vs_hello", "hold_full", "hello", 0.50),
            new Ratio("hold_full_vs_set", "hold_full", "set", 0.70),
            new Ratio("hold_win_vs_hello", "hold_win", "hello", 0),
            new Ratio("hold_win_vs_set", "hold_win", "set", 0.40),
            new Ratio("booking_vs_hello", "booking", "hello", 0.08),
            new Ratio("booking_vs_set", "booking", "set", 0),
            new Ratio("aof_always_vs_none", "aof_always", "aof_none", 0.70),
            new Ratio("hello_again_vs_hello", "hello_again", "hello", 0));

    private final Map<String, Samples> samples = new TreeMap<>();
    private final Map<String, Long> unexpected = new TreeMap<>();

    void add(String name, double value) {
        samples.computeIfAbsent(name, first -> new Samples()).add(value);
    }

    /** Answers of another status than the one that is measured: none, or the figure means nothing. */
    void unexpected(String name, long answers) {
        unexpected.merge(name, answers, Long::sum);
    }

    void write(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode ratios = json.createObjectNode();
        for (Ratio ratio : RATIOS) {
            if (samples.containsKey(ratio.part()) && samples.containsKey(ratio.of())) {
                Samples share = samples.get(ratio.part()).over(samples.get(ratio.of()));
                put(ratios.putObject(ratio.name()), share).put("to_reach", ratio.toReach());
            }
        }
        ObjectNode all = ratios.deepCopy();
        ObjectNode measured = all.putObject("measured");
        samples.forEach((name, values) -> put(measured.putObject(name), values));
        ObjectNode others = all.putObject("unexpected_answers");
        unexpected.forEach(others::put);
        json.writeValue(folder.resolve("summary.json").toFile(), all);
        Files.writeString(folder.resolve("index.html"), new Report(ratios, measured).html());
        System.out.println(json.writeValueAsString(ratios));
    }

    private static ObjectNode put(ObjectNode node, Samples values) {
        return node.put("median", rounded(values.median()))
                .put("min", rounded(values.min()))
                .put("max", rounded(values.max()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
