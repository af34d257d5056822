package fr.creneau.schedule.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What stands at one place of the file, possibly nothing. Reading what is not as expected reports a problem and gives a stand-in,
 * so that all problems are found in one go; whoever reads throws the result away if there was any.
 */
final class Place {
    private final @Nullable Node node;
    private final int line;
    private final String path;
    private final List<Problem> problems;

    private Place(@Nullable Node node, int line, String path, List<Problem> problems) {
        this.node = isNull(node) ? null : node;
        this.line = line;
        this.path = path;
        this.problems = problems;
    }

    static Place root(Node node, List<Problem> problems) {
        return new Place(node, 1, "", problems);
    }

    boolean isPresent() {
        return node != null;
    }

    void report(String what) {
        problems.add(new Problem(line, path, what));
    }

    /** The scalar as it was typed: YAML's own guesses (08:00 as a number, no as a boolean) are not wanted. */
    Optional<String> scalar() {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        if (node != null) {
            report("a single value is expected");
        }
        return Optional.empty();
    }

    /** The value; empty after a report of what was expected. Nothing at all is empty silently. */
    <T> Optional<T> read(Function<String, Optional<T>> parse, String expected) {
        return scalar().flatMap(typed -> {
            Optional<T> value = parse.apply(typed);
            if (value.isEmpty()) {
                report("“" + typed + "” is not " + expected);
            }
            return value;
        });
    }

    /** The same with a stand-in for what is empty. */
    <T> T value(Function<String, Optional<T>> parse, String expected, T standIn) {
        return read(parse, expected).orElse(standIn);
    }

    List<Place> items() {
        List<Place> items = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                Place place = new Place(item, line(item), path + "[" + items.size() + "]", problems);
                if (!place.isPresent()) {
                    place.report("nothing stands here");
                }
                items.add(place);
            }
        } else if (node != null) {
            report("a list is expected");
        }
        return items;
    }

    Fields fields() {
        Map<String, Place> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(entry -> {
                String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                Place place = new Place(entry.getValueNode(), line(entry.getKeyNode()), below(key), problems);
                if (entries.putIfAbsent(key, place) != null) {
                    place.report("stands here a second time");
                }
            });
        } else if (node != null) {
            report("“key: value” lines are expected");
        }
        return new Fields(this, entries);
    }

    /** Where nothing stands. */
    Place missing(String key) {
        return new Place(null, line, below(key), problems);
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static boolean isNull(@Nullable Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }
}
