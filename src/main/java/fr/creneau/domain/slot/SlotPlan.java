package fr.creneau.domain.slot;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When a desk receives, as people say it: hours by weekday, between two days, but for some days (RULES.md §6).
 *
 * @param from first day with slots on sale
 * @param to last day, included
 * @param hours what is open on each weekday; a weekday left out is closed
 * @param length of each slot; what is left of the hours and shorter than that is not sold
 * @param closed days without slots: public holidays and the desk's own
 * @param extra slots besides the hours: on sale whatever {@code from}, {@code to} and {@code closed} say
 */
public record SlotPlan(
        ZoneId zone,
        LocalDate from,
        LocalDate to,
        Map<DayOfWeek, List<TimeRange>> hours,
        Duration length,
        int capacity,
        Set<LocalDate> closed,
        List<PlannedSlot> extra) {

    /** All the slots it means, in order of their start. Local times that a change of clocks leaves out are left out. */
    public List<PlannedSlot> slots() {
        Stream<PlannedSlot> regular = from.isAfter(to)
                ? Stream.empty()
                : from.datesUntil(to.plusDays(1))
                        .filter(day -> !closed.contains(day))
                        .flatMap(this::ofDay);
        return Stream.concat(regular, extra.stream())
                .sorted(Comparator.comparing(PlannedSlot::start))
                .toList();
    }

    private Stream<PlannedSlot> ofDay(LocalDate day) {
        return hours.getOrDefault(day.getDayOfWeek(), List.of()).stream().flatMap(range -> ofRange(day, range));
    }

    private Stream<PlannedSlot> ofRange(LocalDate day, TimeRange range) {
        LocalDateTime end = day.atTime(range.end());
        return Stream.iterate(
                        day.atTime(range.start()),
                        start -> !start.plus(length).isAfter(end),
                        start -> start.plus(length))
                .filter(this::exists)
                .map(start -> new PlannedSlot(start.atZone(zone).toInstant(), length, capacity));
    }

    private boolean exists(LocalDateTime time) {
        return ZonedDateTime.of(time, zone).toLocalDateTime().equals(time);
    }
}
