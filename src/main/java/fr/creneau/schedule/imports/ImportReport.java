package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.schedule.imports.DeskChange.ReleaseChange;
import fr.creneau.schedule.imports.DeskChange.Revision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says a plan in lines: one for each desk, then one for each day and kind of change. */
final class ImportReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

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
        change.releases().forEach(release -> lines.add(describe(release, zone)));
        byDay(change.added().stream().map(ReleasedSlot::start).toList(), zone)
                .forEach((day, times) -> lines.add("  + %s  %s".formatted(day, times)));
        change.revised().stream()
                .filter(revision -> !revision.isOnlyOfRelease())
                .forEach(revision -> lines.add("  ~ " + describe(revision, zone)));
        lines.addAll(moved(change.revised(), zone));
        byDay(change.withdrawn().stream().map(CurrentDesk.CurrentSlot::start).toList(), zone)
                .forEach((day, times) -> lines.add("  - %s  %s".formatted(day, times)));
        return lines;
    }

    private static String describe(ReleaseChange change, ZoneId zone) {
        if (change.after().isEmpty()) {
            return "  - release %s".formatted(change.before().orElseThrow().id());
        }
        Release after = change.after().get();
        String before = change.before()
                .map(release -> ", before: " + times(release, zone))
                .orElse("");
        return "  %s release %s  %s%s"
                .formatted(change.before().isEmpty() ? "+" : "~", after.id(), times(after, zone), before);
    }

    private static String times(Release release, ZoneId zone) {
        return "opens %s%s%s"
                .formatted(
                        TIME.format(release.opens().atZone(zone)),
                        release.enrolsFrom().equals(release.opens())
                                ? ""
                                : ", enrolment from "
                                        + TIME.format(release.enrolsFrom().atZone(zone)),
                        release.waitingRoom() ? ", waiting room" : "");
    }

    /** Slots that change their release. Those whose release changes its opening go without saying. */
    private static List<String> moved(List<Revision> revised, ZoneId zone) {
        Map<Optional<ReleaseId>, List<Instant>> byRelease = revised.stream()
                .filter(revision -> revision.isOnlyOfRelease()
                        && !revision.after()
                                .release()
                                .equals(revision.before().released().release()))
                .collect(Collectors.groupingBy(
                        revision -> revision.after().release(),
                        LinkedHashMap::new,
                        Collectors.mapping(revision -> revision.after().start(), Collectors.toList())));
        return byRelease.entrySet().stream()
                .flatMap(group -> byDay(group.getValue(), zone).entrySet().stream()
                        .map(day -> "  ~ %s  %s  %s"
                                .formatted(
                                        day.getKey(),
                                        day.getValue(),
                                        group.getKey()
                                                .map(release -> "with the release " + release)
                                                .orElse("with no release"))))
                .toList();
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
        PlannedSlot after = revision.after().slot();
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
