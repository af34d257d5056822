package fr.creneau.web.wizard;

import fr.creneau.domain.slot.SlotId;
import fr.creneau.schedule.Snapshot.Offer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The slots one applicant may be offered, week by week. Pure: what is on sale comes in, rows and columns come out.
 *
 * @param offers in order of their start: still to come, on days the applicant may come
 * @param mine the slot this applicant holds a seat of
 */
record Calendar(List<Offer> offers, ZoneId zone, Optional<SlotId> mine) {

    /**
     * One slot on the page.
     *
     * @param opens when it goes on sale, if it is only announced; it is not free then
     */
    record Cell(String id, Instant start, boolean free, boolean mine, Optional<Instant> opens) {}

    /**
     * Slots that open together.
     *
     * @param first day of the first of them
     * @param last day of the last of them
     */
    record Opening(Instant opens, LocalDate first, LocalDate last) {
        public boolean oneDay() {
            return first.equals(last);
        }
    }

    record Day(LocalDate date, List<Cell> slots) {}

    /** A row of the table: a time of day, and for each day of the week its slot if it has one. */
    record Row(LocalTime time, List<Place> cells) {}

    record Place(Optional<Cell> cell) {
        public boolean present() {
            return cell.isPresent();
        }
    }

    /** @param days only those with slots */
    record Week(LocalDate monday, List<Day> days, List<Row> rows) {
        public boolean hasSlots() {
            return !days.isEmpty();
        }
    }

    static Calendar of(
            List<Offer> onSale, Instant now, ZoneId zone, Predicate<LocalDate> allowed, Optional<SlotId> mine) {
        List<Offer> offers = onSale.stream()
                .filter(offer -> offer.slot().start().isAfter(now))
                .filter(offer -> allowed.test(offer.slot().date(zone)))
                .toList();
        return new Calendar(offers, zone, mine);
    }

    boolean hasFree() {
        return offers.stream().anyMatch(this::isFree);
    }

    Optional<Cell> firstFree() {
        return offers.stream().filter(this::isFree).findFirst().map(this::cell);
    }

    /** What is announced, in order of its opening. */
    List<Opening> openings() {
        TreeMap<Instant, List<LocalDate>> days = new TreeMap<>();
        for (Offer offer : offers) {
            offer.opens()
                    .ifPresent(opens -> days.computeIfAbsent(opens, first -> new ArrayList<>())
                            .add(offer.slot().date(zone)));
        }
        return days.entrySet().stream()
                .map(entry -> new Opening(
                        entry.getKey(),
                        entry.getValue().get(0),
                        entry.getValue().get(entry.getValue().size() - 1)))
                .toList();
    }

    Optional<Offer> offer(SlotId id) {
        return offers.stream().filter(offer -> offer.slot().id().equals(id)).findFirst();
    }

    /** The free slots closest in time to that one, in order of their start. */
    List<Cell> near(Instant start, int count) {
        return offers.stream()
                .filter(this::isFree)
                .filter(offer -> !offer.slot().start().equals(start))
                .sorted(Comparator.comparing(
                        offer -> Duration.between(offer.slot().start(), start).abs()))
                .limit(count)
                .map(this::cell)
                .sorted(Comparator.comparing(Cell::start))
                .toList();
    }

    Week week(LocalDate monday) {
        TreeMap<LocalDate, List<Cell>> byDay = new TreeMap<>();
        TreeSet<LocalTime> times = new TreeSet<>();
        for (Offer offer : offers) {
            LocalDate day = offer.slot().date(zone);
            if (mondayOf(day).equals(monday)) {
                byDay.computeIfAbsent(day, first -> new ArrayList<>()).add(cell(offer));
                times.add(timeOf(offer.slot().start()));
            }
        }
        List<Day> days = byDay.entrySet().stream()
                .map(entry -> new Day(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
        List<Row> rows = times.stream().map(time -> row(time, days)).toList();
        return new Week(monday, days, rows);
    }

    private Row row(LocalTime time, List<Day> days) {
        return new Row(
                time,
                days.stream()
                        .map(day -> day.slots().stream()
                                .filter(cell -> timeOf(cell.start()).equals(time))
                                .findFirst())
                        .map(Place::new)
                        .toList());
    }

    /** The week to show when none, or none of this calendar, is asked for: the first with a free slot, else the first at all. */
    LocalDate startingWeek(LocalDate today) {
        return firstFree()
                .or(() -> offers.stream().findFirst().map(this::cell))
                .map(cell -> mondayOf(LocalDate.ofInstant(cell.start(), zone)))
                .orElseGet(() -> mondayOf(today));
    }

    /** The nearest earlier week with slots. */
    Optional<LocalDate> weekBefore(LocalDate monday) {
        return mondays().filter(week -> week.isBefore(monday)).max(Comparator.naturalOrder());
    }

    Optional<LocalDate> weekAfter(LocalDate monday) {
        return mondays().filter(week -> week.isAfter(monday)).min(Comparator.naturalOrder());
    }

    private Stream<LocalDate> mondays() {
        return offers.stream().map(offer -> mondayOf(offer.slot().date(zone)));
    }

    static LocalDate mondayOf(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private LocalTime timeOf(Instant start) {
        return start.atZone(zone).toLocalTime();
    }

    private boolean isFree(Offer offer) {
        return offer.open()
                && (offer.free() > 0 || mine.equals(Optional.of(offer.slot().id())));
    }

    private Cell cell(Offer offer) {
        return new Cell(
                offer.slot().id().value(),
                offer.slot().start(),
                isFree(offer),
                mine.equals(Optional.of(offer.slot().id())),
                offer.opens());
    }
}
