package fr.creneau.schedule.imports;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.PlannedDesk;
import fr.creneau.schedule.PlannedRelease;
import fr.creneau.schedule.imports.CurrentDesk.CurrentRelease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an import must not do to people who wait for an opening. What it must not do to those who got a seat is in {@link SeatRefusals}. */
final class ReleaseRefusals {
    private ReleaseRefusals() {}

    /** A release's id is its own among those of all desks, for ever. */
    static List<String> ofNames(Map<DeskId, CurrentDesk> current, List<PlannedDesk> wanted) {
        Map<ReleaseId, DeskId> owners = current.values().stream()
                .flatMap(desk -> desk.releases().stream())
                .map(CurrentRelease::release)
                .collect(Collectors.toMap(Release::id, Release::desk));
        return wanted.stream()
                .flatMap(desk -> desk.releases().stream())
                .map(PlannedRelease::release)
                .filter(release ->
                        !owners.getOrDefault(release.id(), release.desk()).equals(release.desk()))
                .map(release -> "desk %s: the release %s is desk %s's"
                        .formatted(release.desk(), release.id(), owners.get(release.id())))
                .toList();
    }

    /** @param current all there ever were at the desk: one that left the file, and comes back, had its draw all the same */
    static List<String> of(DeskChange change, List<CurrentRelease> current, Instant now) {
        Stream<String> drawn = current.stream()
                .filter(release -> hadItsDraw(release, now))
                .map(CurrentRelease::release)
                .filter(release -> isMoved(release, change))
                .map(release ->
                        "the release %s had its draw: its opening is not moved any more".formatted(release.id()));
        Map<String, Long> opened = change.revised().stream()
                .filter(revision -> revision.before().released().isClosedAt(now)
                        && revision.after().opens().isEmpty())
                .flatMap(revision -> revision.before().released().release().stream())
                .collect(Collectors.groupingBy(ReleaseId::value, TreeMap::new, Collectors.counting()));
        Stream<String> early = opened.entrySet().stream()
                .map(left ->
                        "%d slots would leave the release %s before it opens and be on sale at once: move its opening if so meant"
                                .formatted(left.getValue(), left.getKey()));
        return Stream.concat(drawn, early)
                .map(reason -> "desk %s: %s".formatted(change.after().id(), reason))
                .toList();
    }

    /** By the clock, too: a draw that is due happens at any moment. */
    private static boolean hadItsDraw(CurrentRelease current, Instant now) {
        Release release = current.release();
        boolean due = !current.withdrawn()
                && release.waitingRoom()
                && !release.opens().isAfter(now);
        return current.drawn() || due;
    }

    private static boolean isMoved(Release release, DeskChange change) {
        return change.releases().stream()
                .flatMap(changed -> changed.after().stream())
                .anyMatch(after ->
                        after.id().equals(release.id()) && !after.opens().equals(release.opens()));
    }
}
