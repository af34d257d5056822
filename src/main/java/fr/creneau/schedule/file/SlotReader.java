package fr.creneau.schedule.file;

import fr.creneau.domain.slot.PlannedSlot;
import fr.creneau.domain.slot.SlotPlan;
import fr.creneau.domain.slot.TimeRange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads when a desk receives. */
final class SlotReader {
    private static final int LONGEST_DAYS = 3 * 366;
    private static final int LONGEST_MINUTES = 8 * 60;
    private static final int LARGEST_CAPACITY = 500;

    private final ZoneId zone;
    private final LocalDate today;

    private SlotReader(ZoneId zone, Instant now) {
        this.zone = zone;
        this.today = LocalDate.ofInstant(now, zone);
    }

    static List<PlannedSlot> read(Place place, ZoneId zone, Instant now) {
        return new SlotReader(zone, now).read(place);
    }

    private List<PlannedSlot> read(Place place) {
        Fields fields = place.fields();
        LocalDate from = from(fields.required("from"));
        LocalDate to = to(place, fields, from);
        int minutes = Values.number(fields.required("minutes"), 1, LONGEST_MINUTES, 30);
        int capacity = Values.number(fields.required("capacity"), 1, LARGEST_CAPACITY, 1);
        Duration length = Duration.ofMinutes(minutes);
        Map<DayOfWeek, List<TimeRange>> hours = hours(fields.required("hours"), length);
        Set<LocalDate> closed = closures(fields.optional("closures"));
        closed.addAll(holidays(fields.optional("holidays"), from, to));
        SlotPlan regular = new SlotPlan(zone, from, to, hours, length, capacity, closed, List.of());
        List<PlannedSlot> extra = extra(fields.optional("extra"), minutes, capacity, regular.slots());
        fields.end();
        return new SlotPlan(zone, from, to, hours, length, capacity, closed, extra).slots();
    }

    private LocalDate from(Place place) {
        return place.value(
                typed -> "today".equals(typed) ? Optional.of(today) : Values.parseDate(typed),
                "“today” or a date such as 2027-01-31",
                today);
    }

    private static LocalDate to(Place place, Fields fields, LocalDate from) {
        Place to = fields.optional("to");
        Place weeks = fields.optional("weeks");
        if (place.isPresent() && to.isPresent() == weeks.isPresent()) {
            place.report("either “to” or “weeks” is needed");
        }
        if (weeks.isPresent()) {
            return from.plusWeeks(Values.number(weeks, 1, LONGEST_DAYS / 7, 1)).minusDays(1);
        }
        LocalDate last = Values.date(to, from);
        if (last.isBefore(from)) {
            to.report("ends before it begins");
            return from;
        }
        if (ChronoUnit.DAYS.between(from, last) > LONGEST_DAYS) {
            to.report("at most three years can be on sale");
            return from;
        }
        return last;
    }

    private static Map<DayOfWeek, List<TimeRange>> hours(Place place, Duration length) {
        Map<DayOfWeek, List<TimeRange>> hours = new EnumMap<>(DayOfWeek.class);
        Fields fields = place.fields();
        for (DayOfWeek day : DayOfWeek.values()) {
            List<TimeRange> ranges = new ArrayList<>();
            for (Place item :
                    fields.optional(day.name().toLowerCase(Locale.ROOT)).items()) {
                Values.hours(item).ifPresent(range -> {
                    if (Duration.between(range.start(), range.end()).compareTo(length) < 0) {
                        item.report("shorter than one slot");
                    }
                    if (ranges.stream().anyMatch(range::overlaps)) {
                        item.report("overlaps other hours of that day");
                    }
                    ranges.add(range);
                });
            }
            hours.put(day, ranges);
        }
        fields.end();
        return hours;
    }

    private static Set<LocalDate> closures(Place place) {
        Set<LocalDate> closed = new HashSet<>();
        for (Place item : place.items()) {
            List<LocalDate> days = item.value(SlotReader::days, "a date, or “2027-02-08 to 2027-02-10”", List.of());
            closed.addAll(days);
        }
        return closed;
    }

    private static Optional<List<LocalDate>> days(String typed) {
        String[] ends = typed.split(" to ", 2);
        Optional<LocalDate> first = Values.parseDate(ends[0].strip());
        Optional<LocalDate> last = Values.parseDate(ends[ends.length - 1].strip());
        if (first.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        long days = ChronoUnit.DAYS.between(first.get(), last.get());
        return days < 0 || days > LONGEST_DAYS
                ? Optional.empty()
                : Optional.of(first.get().datesUntil(last.get().plusDays(1)).toList());
    }

    private static Set<LocalDate> holidays(Place place, LocalDate from, LocalDate to) {
        return place.value(
                        typed -> PublicHolidays.of(typed),
                        "a calendar such as gf (French Guiana) or fr (metropolitan France)",
                        PublicHolidays.NONE)
                .between(from, to);
    }

    private List<PlannedSlot> extra(Place place, int minutes, int capacity, List<PlannedSlot> regular) {
        List<PlannedSlot> extra = new ArrayList<>();
        for (Place item : place.items()) {
            Fields fields = item.fields();
            Place at = fields.required("start");
            Instant start = Values.dateTime(at, zone)
                    .map(time -> time.atZone(zone).toInstant())
                    .orElse(Instant.EPOCH);
            PlannedSlot slot = new PlannedSlot(
                    start,
                    Duration.ofMinutes(Values.number(fields.optional("minutes"), 1, LONGEST_MINUTES, minutes)),
                    Values.number(fields.optional("capacity"), 1, LARGEST_CAPACITY, capacity));
            fields.end();
            if (overlaps(slot, regular) || overlaps(slot, extra)) {
                at.report("overlaps another slot");
            }
            extra.add(slot);
        }
        return extra;
    }

    private static boolean overlaps(PlannedSlot slot, List<PlannedSlot> others) {
        return others.stream()
                .anyMatch(other ->
                        slot.start().isBefore(other.end()) && other.start().isBefore(slot.end()));
    }
}
