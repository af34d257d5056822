package fr.creneau.domain.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotPlanTest {
    private static final ZoneId CAYENNE = ZoneId.of("America/Cayenne");
    private static final LocalDate MONDAY = LocalDate.of(2027, 2, 1);

    private static TimeRange range(String start, String end) {
        return new TimeRange(LocalTime.parse(start), LocalTime.parse(end));
    }

    /** The sample hours of RULES.md §6. */
    private static final Map<DayOfWeek, List<TimeRange>> SAMPLE = Map.of(
            DayOfWeek.MONDAY, List.of(range("08:00", "11:30"), range("13:30", "14:30")),
            DayOfWeek.TUESDAY, List.of(range("08:00", "11:30"), range("13:30", "14:30")),
            DayOfWeek.WEDNESDAY, List.of(range("08:00", "11:30")),
            DayOfWeek.THURSDAY, List.of(range("08:00", "11:30"), range("13:30", "14:30")),
            DayOfWeek.FRIDAY, List.of(range("08:00", "11:30")));

    private static SlotPlan plan(LocalDate from, LocalDate to, int minutes, Set<LocalDate> closed) {
        return new SlotPlan(CAYENNE, from, to, SAMPLE, Duration.ofMinutes(minutes), 2, closed, List.of());
    }

    @ParameterizedTest(name = "day {0} of the week: {1} slots of 30 minutes")
    @CsvSource({"0, 9", "1, 9", "2, 7", "3, 9", "4, 7", "5, 0", "6, 0"})
    void eachWeekdayHasTheSlotsOfItsHours(int day, int slots) {
        LocalDate date = MONDAY.plusDays(day);
        assertThat(plan(date, date, 30, Set.of()).slots()).hasSize(slots).allSatisfy(slot -> {
            LocalTime start = slot.start().atZone(CAYENNE).toLocalTime();
            LocalTime end = slot.end().atZone(CAYENNE).toLocalTime();
            assertThat(SAMPLE.get(date.getDayOfWeek()))
                    .anyMatch(range -> !start.isBefore(range.start()) && !end.isAfter(range.end()));
        });
    }

    @Test
    void bothEndsAreOnSaleAndNothingIfTheyAreCrossed() {
        assertThat(plan(MONDAY, MONDAY.plusDays(4), 30, Set.of()).slots()).hasSize(41);
        assertThat(plan(MONDAY.plusDays(1), MONDAY, 30, Set.of()).slots()).isEmpty();
    }

    @Test
    void closedDaysAreNotOnSaleButExtraSlotsAre() {
        PlannedSlot extra = new PlannedSlot(MONDAY.atTime(9, 0).atZone(CAYENNE).toInstant(), Duration.ofMinutes(30), 1);
        SlotPlan plan = new SlotPlan(
                CAYENNE, MONDAY, MONDAY, SAMPLE, Duration.ofMinutes(30), 2, Set.of(MONDAY), List.of(extra));
        assertThat(plan.slots()).containsExactly(extra);
    }

    @Property(tries = 200)
    void slotsNeverOverlapAndComeInOrder(
            @ForAll @IntRange(min = 5, max = 120) int minutes, @ForAll @IntRange(max = 20) int days) {
        List<PlannedSlot> slots =
                plan(MONDAY, MONDAY.plusDays(days), minutes, Set.of()).slots();
        for (int i = 1; i < slots.size(); i++) {
            assertThat(slots.get(i).start()).isAfterOrEqualTo(slots.get(i - 1).end());
        }
    }

    @Test
    void aRangeEndsAfterItsStartAndTouchingIsNoOverlap() {
        assertThatThrownBy(() -> range("09:00", "09:00")).isInstanceOf(IllegalArgumentException.class);
        assertThat(range("08:00", "09:00").overlaps(range("09:00", "10:00"))).isFalse();
        assertThat(range("08:00", "09:01").overlaps(range("09:00", "10:00"))).isTrue();
        assertThat(range("08:00", "12:00").overlaps(range("09:00", "10:00"))).isTrue();
    }
}
