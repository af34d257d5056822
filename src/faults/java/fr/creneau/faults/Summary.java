package fr.creneau.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.faults.Round.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code summary.json} says. */
final class Summary {
    private static final int MOST_EXAMPLES = 20;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final List<Result> results = new ArrayList<>();
    private final ObjectNode mutants = json.createObjectNode();
    private int caught;

    void add(Result result) {
        results.add(result);
        System.out.printf(
                "%s: %d operations, %d violations, recovery %s ms, %d s in all%n",
                result.name(),
                result.operations(),
                result.violations().size(),
                result.recoveries(),
                result.took().toSeconds());
        result.violations().stream().limit(MOST_EXAMPLES).forEach(violation -> System.out.println("  " + violation));
    }

    void add(Mutant mutant, Result result) {
        // Mails were not waited for: whether they left says nothing.
        List<String> violations = result.violations().stream()
                .filter(violation -> mutant.rules().indexOf(violation.charAt(0)) >= 0)
                .toList();
        boolean found = !violations.isEmpty();
        caught += found ? 1 : 0;
        ObjectNode node = mutants.putObject(mutant.name());
        node.put("fault", result.name()).put("caught", found).put("violations", violations.size());
        examples(node, violations);
        System.out.printf(
                "without %s: %s, %d s in all%n",
                mutant.name(),
                found ? violations.get(0) : "NOT CAUGHT",
                result.took().toSeconds());
    }

    /** Who was never told whether something was done is not served, even if nothing of it is wrong. */
    boolean isGood() {
        return caught == mutants.size()
                && results.stream()
                        .allMatch(result -> result.violations().isEmpty() && result.unknownUnresolved() == 0);
    }

    void write(Path folder) throws IOException {
        ObjectNode all = json.createObjectNode();
        put(all, results);
        all.put("mutants", mutants.size()).put("mutants_caught", caught);
        ArrayNode skipped = all.putArray("skipped");
        Faults.skipped().forEach(skipped::add);
        ObjectNode each = all.putObject("per_fault");
        for (Result result : results) {
            ObjectNode node = each.putObject(result.name());
            put(node, List.of(result));
            if (!result.means().isEmpty()) {
                node.put("by", result.means());
            }
            examples(node, result.violations());
        }
        all.set("per_mutant", mutants);
        json.writeValue(folder.resolve("summary.json").toFile(), all);
    }

    private static void put(ObjectNode node, List<Result> results) {
        List<Long> recoveries = results.stream()
                .flatMap(result -> result.recoveries().stream())
                .filter(ms -> ms >= 0)
                .sorted()
                .toList();
        node.put("operations", results.stream().mapToInt(Result::operations).sum())
                .put("faults", results.stream().mapToInt(Result::faults).sum())
                .put(
                        "violations",
                        results.stream()
                                .mapToInt(result -> result.violations().size())
                                .sum())
                .put(
                        "unknown_unresolved",
                        results.stream().mapToInt(Result::unknownUnresolved).sum());
        if (!recoveries.isEmpty()) {
            node.put("recovery_ms_p50", recoveries.get(recoveries.size() / 2))
                    .put("recovery_ms_max", recoveries.get(recoveries.size() - 1));
        }
    }

    private static void examples(ObjectNode node, List<String> violations) {
        ArrayNode examples = node.putArray("examples");
        violations.stream().limit(MOST_EXAMPLES).forEach(examples::add);
    }
}
