package fr.creneau.schedule.file;

import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.schedule.PlannedRelease;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which slots of a desk go on sale together, and when. */
final class ReleaseReader {
    private static final LocalDateTime STAND_IN = LocalDate.EPOCH.atStartOfDay();

    private final DeskId desk;
    private final ZoneId zone;

    private ReleaseReader(DeskId desk, ZoneId zone) {
        this.desk = desk;
        this.zone = zone;
    }

    static List<PlannedRelease> read(Place place, DeskId desk, ZoneId zone) {
        return new ReleaseReader(desk, zone).read(place);
    }

    private List<PlannedRelease> read(Place place) {
        List<PlannedRelease> releases = new ArrayList<>();
        for (Place item : place.items()) {
            PlannedRelease release = release(item);
            releases.stream()
                    .filter(release::overlaps)
                    .forEach(other -> item.report("some of its days are in the release “%s” already"
                            .formatted(other.release().id())));
            releases.add(release);
        }
        return releases;
    }

    private PlannedRelease release(Place item) {
        Fields fields = item.fields();
        ReleaseId id = fields.required("id")
                .value(
                        Values.attempting(ReleaseId::new),
                        "1 to 40 lower-case letters, digits and hyphens",
                        new ReleaseId("release"));
        Place opening = fields.required("opens");
        Optional<LocalDateTime> opens = Values.dateTime(opening, zone);
        Place enrolment = fields.optional("enrolment-from");
        Optional<LocalDateTime> enrols = Values.dateTime(enrolment, zone);
        boolean waitingRoom = Values.flag(fields.optional("waiting-room"));
        Place first = fields.required("from");
        LocalDate from = Values.date(first, LocalDate.EPOCH);
        Place last = fields.required("to");
        LocalDate to = Values.date(last, from);
        fields.end();

        if (last.isPresent() && to.isBefore(from)) {
            last.report("ends before it begins");
        }
        if (first.isPresent()
                && opens.filter(time -> time.toLocalDate().isAfter(from)).isPresent()) {
            opening.report("opens after the first day of its slots");
        }
        if (waitingRoom && !enrolment.isPresent()) {
            item.report("a waiting room needs “enrolment-from”");
        }
        if (enrols.filter(time -> !time.isBefore(opens.orElse(LocalDateTime.MAX)))
                .isPresent()) {
            enrolment.report("enrolment begins before the opening");
        }
        Instant at = instant(opens.orElse(STAND_IN));
        Instant enrolsFrom =
                enrols.map(this::instant).filter(time -> time.isBefore(at)).orElse(at);
        return new PlannedRelease(new Release(id, desk, enrolsFrom, at, waitingRoom), from, to);
    }

    private Instant instant(LocalDateTime time) {
        return time.atZone(zone).toInstant();
    }
}
