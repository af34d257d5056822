package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.booking.BookingMessages.Cancel;
import fr.creneau.booking.BookingMessages.CancelOutcome;
import fr.creneau.booking.BookingMessages.Confirm;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.domain.slot.SlotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A seat that is given back comes back at a moment that whoever gave it back cannot know. */
class CoolingIT {
    private static final int SEATS = 6;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(20);

    private BookingDatabase database;
    private BookingSite site;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(
                database,
                Steps.PRODUCTION,
                Map.of("CRENEAU_BOOKINGS_COOLING_MIN", "1h", "CRENEAU_BOOKINGS_COOLING_MAX", "20h"));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void seatsThatAreCancelledOneAfterTheOtherComeBackAtTimesOfTheirOwn() {
        SlotId slot = site.sell(SEATS);
        Instant before =
                millis("select extract(epoch from clock_timestamp()) * 1000").get(0);
        for (int i = 0; i < SEATS; i++) {
            Opened opened = site.submit(BookingSite.session(), slot, BookingSite.person());
            site.ask(BookingMessages.CONFIRM, new Confirm(database.confirmToken(opened.booking())));
            Cancel cancel = new Cancel(database.manageToken(opened.booking()));
            assertThat(site.ask(BookingMessages.CANCEL, cancel)).isEqualTo(CancelOutcome.CANCELLED);
        }
        Instant after =
                millis("select extract(epoch from clock_timestamp()) * 1000").get(0);

        List<Instant> back = millis(
                "select extract(epoch from available_from) * 1000 from seat where slot_id = '%s' and booking_id is null"
                        .formatted(slot.value()));
        assertThat(back)
                .hasSize(SEATS)
                .allSatisfy(instant -> assertThat(instant).isBetween(before.plus(SHORTEST), after.plus(LONGEST)));
        Duration spread = Duration.between(
                back.stream().min(Instant::compareTo).orElseThrow(),
                back.stream().max(Instant::compareTo).orElseThrow());
        // After a rest of one length they would come back as far apart as they were cancelled. Six draws of nineteen
        // hours
        // are that close, even on a machine that took a minute, once in a thousand million.
        assertThat(spread).isGreaterThan(Duration.between(before, after));
        assertThat(site.free(slot)).as("none is on sale meanwhile").contains(0);
    }

    private List<Instant> millis(String sql) {
        return database.column("select round(ms) from (%s) as t (ms)".formatted(sql)).stream()
                .map(ms -> Instant.ofEpochMilli(Long.parseLong(ms)))
                .toList();
    }
}
