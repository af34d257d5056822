package fr.creneau.schedule.file;

import fr.creneau.schedule.PlannedDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a schedule file, see {@code src/docs/schedule-file.md}. */
public final class ScheduleFile {
    private ScheduleFile() {}

    /** What came of it. */
    public sealed interface Reading {
        record Read(List<PlannedDesk> desks) implements Reading {}

        /** @param problems all of them, in order of their lines */
        record Refused(List<Problem> problems) implements Reading {}
    }

    /** @param now what “today” in the file means, in each desk's own zone */
    public static Reading read(String text, Instant now) {
        List<Problem> problems = new ArrayList<>();
        List<PlannedDesk> desks = new ArrayList<>();
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new java.io.StringReader(text));
            if (root == null) {
                problems.add(new Problem(1, "", "the file is empty"));
            } else {
                desks.addAll(desks(Place.root(root, problems), now));
            }
        } catch (MarkedYAMLException noYaml) {
            int line = noYaml.getProblemMark() == null
                    ? 1
                    : noYaml.getProblemMark().getLine() + 1;
            problems.add(new Problem(line, "", "no YAML: " + noYaml.getProblem()));
        } catch (YAMLException noYaml) {
            problems.add(new Problem(1, "", "no YAML: " + noYaml.getMessage()));
        }
        problems.sort(Comparator.comparingInt(Problem::line));
        return problems.isEmpty() ? new Reading.Read(List.copyOf(desks)) : new Reading.Refused(List.copyOf(problems));
    }

    private static List<PlannedDesk> desks(Place root, Instant now) {
        Fields fields = root.fields();
        Place list = fields.required("desks");
        List<PlannedDesk> desks = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        for (Place item : list.items()) {
            PlannedDesk desk = DeskReader.read(item, now);
            if (!names.add(desk.desk().id())) {
                item.report("a second desk of the id “" + desk.desk().id() + "”");
            }
            OptionalInt legacyId = desk.desk().legacyId();
            if (legacyId.isPresent() && !names.add(legacyId)) {
                item.report("a second desk of the legacy-id " + legacyId.getAsInt());
            }
            desk.releases().stream()
                    .map(planned -> planned.release().id())
                    .filter(id -> !names.add(id))
                    .forEach(id -> item.report("a second release of the id “" + id + "”"));
            desks.add(desk);
        }
        if (list.isPresent() && desks.isEmpty()) {
            list.report("at least one desk is needed");
        }
        fields.end();
        return desks;
    }
}
