package fr.creneau.schedule.imports;

import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.schedule.imports.DeskChange.Revision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says a plan in lines: one for each desk, then one for each day and kind of change. */
final class ImportReport {
    private ImportReport() {}

    static List<String> of(ImportPlan plan) {
        return plan.changes().stream().flatMap(change -> of(change).stream()).toList();
    }

    private static List<String> of(DeskChange change) {
        ZoneId zone = change.after().zone();
        List<String> lines = new ArrayList<>();
        lines.add("desk %s: %s, %d slots added, %d changed, %d withdrawn"
                .formatted(
                        change.after().id(),
                        change.before().isEmpty()
                                ? "new"
                                : change.isDefinitionChanged() ? "definition changed" : "definition unchanged",
                        change.added().size(),
                        change.revised().size(),
                        change.withdrawn().size()));
        byDay(change.added().stream().map(PlannedSlot::start).toList(), zone)
                .forEach((day, times) -> lines.add("  + %s  %s".formatted(day, times)));
        change.revised().forEach(revision -> lines.add("  ~ " + describe(revision, zone)));
        byDay(change.withdrawn().stream().map(CurrentDesk.CurrentSlot::start).toList(), zone)
                .forEach((day, times) -> lines.add("  - %s  %s".formatted(day, times)));
        return lines;
    }

    private static Map<LocalDate, String> byDay(List<Instant> starts, ZoneId zone) {
        return starts.stream()
                .map(start -> start.atZone(zone))
                .collect(Collectors.groupingBy(
                        start -> start.toLocalDate(),
                        TreeMap::new,
                        Collectors.mapping(start -> start.toLocalTime().toString(), Collectors.joining(" "))));
    }

    private static String describe(Revision revision, ZoneId zone) {
        PlannedSlot before = revision.before().slot();
        PlannedSlot after = revision.after();
        LocalTime time = after.start().atZone(zone).toLocalTime();
        LocalDate day = after.start().atZone(zone).toLocalDate();
        return "%s  %s %s%s"
                .formatted(
                        day,
                        time,
                        revision.before().withdrawn() ? "back on sale, " : "",
                        before.equals(after)
                                ? "%d seats of %d minutes"
                                        .formatted(
                                                after.capacity(), after.length().toMinutes())
                                : "%d seats of %d minutes instead of %d of %d"
                                        .formatted(
                                                after.capacity(),
                                                after.length().toMinutes(),
                                                before.capacity(),
                                                before.length().toMinutes()));
    }
}
