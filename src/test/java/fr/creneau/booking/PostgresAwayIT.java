package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.SessionId;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away when an applicant submits: the seat waits for the next try. */
class PostgresAwayIT {
    private BookingDatabase database;
    private CommitCutter line;
    private BookingSite site;
    private SlotId slot;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        slot = database.slot(1);
        line = new CommitCutter(database.postgres);
        // A seal longer than a hold, so that it shows without waiting for the hold's last minute.
        site = site(Map.of("CRENEAU_HOLDS_LIFETIME", "5m", "CRENEAU_HOLDS_SEAL", "10m"));
    }

    private BookingSite site(Map<String, String> settings) {
        BookingSite started = new BookingSite(database, line.postgres(), Steps.PRODUCTION, settings);
        await().untilAsserted(() -> assertThat(started.free(slot)).contains(1));
        return started;
    }

    private Hold afterAFailedTry(SessionId session) {
        Open submission = site.submission(session, site.hold(session, slot), BookingSite.person());
        line.away(true);
        assertThatThrownBy(() -> site.open(submission)).isInstanceOf(ReplyException.class);
        line.away(false);
        HoldOutcome kept = site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session));
        return ((HoldOutcome.Live) kept).hold();
    }

    @Test
    void aFailedTryLeavesTimeForAnotherOneByHand() {
        site.close();
        site = site(Map.of("CRENEAU_HOLDS_LIFETIME", "1m", "CRENEAU_HOLDS_UNPROVEN", "1m"));
        Instant before = Instant.now();
        assertThat(afterAFailedTry(BookingSite.session()).expiresAt()).isAfter(before.plus(Duration.ofMinutes(5)));
    }

    @Test
    void triesThatFailKeepASeatNoLongerThanTheLimit() {
        site.close();
        site = site(
                Map.of("CRENEAU_HOLDS_LIFETIME", "1m", "CRENEAU_HOLDS_UNPROVEN", "1m", "CRENEAU_HOLDS_EXTENDED", "2m"));
        Hold kept = afterAFailedTry(BookingSite.session());
        assertThat(kept.expiresAt())
                .isAfter(Instant.now().plusSeconds(60))
                .isBefore(Instant.now().plusSeconds(125));
    }

    @AfterEach
    void stop() {
        site.close();
        line.close();
    }

    @Test
    void theHoldIsKeptAndExtendedAndTheNextTrySucceeds() {
        SessionId session = BookingSite.session();
        Hold hold = site.hold(session, slot);
        Open submission = site.submission(session, hold, BookingSite.person());
        line.away(true);
        assertThatThrownBy(() -> site.open(submission)).isInstanceOf(ReplyException.class);
        HoldOutcome kept = site.ask(HoldMessages.FIND, new HoldMessages.Find(site.desk(), session));
        assertThat(kept).isInstanceOf(HoldOutcome.Live.class);
        assertThat(((HoldOutcome.Live) kept).hold().expiresAt())
                .isAfter(hold.expiresAt().plusSeconds(60));
        line.away(false);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(site.open(submission)).isInstanceOf(Opened.class));
        assertThat(database.count("select count(*) from booking")).isEqualTo(1);
    }
}
