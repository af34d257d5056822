package fr.creneau.schedule.imports;

import fr.creneau.schedule.imports.CurrentDesk.CurrentSlot;
import fr.creneau.schedule.imports.DeskChange.Revision;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an import must not do to people who have a seat. */
final class SeatRefusals {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private SeatRefusals() {}

    /** @param now an opening that is past closes nothing: a release may be made of days on sale, to give them a waiting room */
    static List<String> of(DeskChange change, Instant now) {
        ZoneId zone = change.before().orElse(change.after()).zone();
        Stream<String> withdrawn = change.withdrawn().stream()
                .filter(slot -> !slot.taken().isEmpty())
                .map(slot -> at(change, slot, zone) + "would be withdrawn, but "
                        + seats(slot.taken().size()));
        Stream<String> revised = change.revised().stream()
                .flatMap(revision ->
                        ofRevision(revision, now).map(reason -> at(change, revision.before(), zone) + reason).stream());
        return Stream.concat(withdrawn, revised).toList();
    }

    private static Optional<String> ofRevision(Revision revision, Instant now) {
        CurrentSlot before = revision.before();
        int beyond = before.taken().tailSet(revision.after().slot().capacity()).size();
        if (beyond > 0) {
            return Optional.of("would shrink to %d, but %s beyond that"
                    .formatted(revision.after().slot().capacity(), seats(beyond)));
        }
        if (!before.taken().isEmpty()
                && revision.after().isClosedAt(now)
                && revision.after().opensAfter(before.released())) {
            return Optional.of(
                    "would not be open yet, but " + seats(before.taken().size()));
        }
        if (!before.taken().isEmpty()
                && !before.slot().length().equals(revision.after().slot().length())) {
            return Optional.of("would last %d minutes instead of %d, but %s"
                    .formatted(
                            revision.after().slot().length().toMinutes(),
                            before.slot().length().toMinutes(),
                            seats(before.taken().size())));
        }
        return Optional.empty();
    }

    private static String at(DeskChange change, CurrentSlot slot, ZoneId zone) {
        return "desk %s: %s "
                .formatted(change.after().id(), TIME.format(slot.start().atZone(zone)));
    }

    private static String seats(int count) {
        return count == 1 ? "1 seat is taken" : count + " seats are taken";
    }
}
