package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.domain.applicant.Applicant;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.SessionId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots of a release: Redis hears when they open, and PostgreSQL decides again when a seat is taken. */
class ReleaseIT {
    private static final String CLOSE = "update seat set opens_at = now() + interval '1 hour'";
    private static final String TELL = ", version = version + 1, mirrored = false";

    private BookingDatabase database;
    private BookingSite site;

    @BeforeEach
    void start() {
        database = new BookingDatabase();
        site = new BookingSite(database);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void redisHearsOfAnOpeningThatMovesAndEndsTheHolds() {
        SlotId slot = freeSlot(2);
        SessionId anne = BookingSite.session();
        site.hold(anne, slot);
        database.execute(CLOSE + TELL);
        await().untilAsserted(
                        () -> assertThat(place(BookingSite.session(), slot)).isInstanceOf(PlaceOutcome.NotOpen.class));
        await().untilAsserted(() -> assertThat(place(anne, slot)).isInstanceOf(PlaceOutcome.NotOpen.class));
        assertThat(site.free(slot)).contains(0);
        database.execute("update seat set opens_at = now()" + TELL);
        await().untilAsserted(() -> assertThat(place(anne, slot)).isInstanceOf(PlaceOutcome.Held.class));
    }

    /** What a Redis whose clock is ahead, or that has lost a word, would let through. */
    @Test
    void whoHoldsASeatTooEarlyDoesNotGetIt() {
        SlotId slot = freeSlot(2);
        SessionId anne = BookingSite.session();
        Open request = site.submission(anne, site.hold(anne, slot), BookingSite.person());
        database.execute(CLOSE);
        assertThat(site.open(request)).isInstanceOf(SeatLost.class);
        assertThat(database.count("select count(*) from booking")).isZero();
        assertThat(database.freeSeats(slot)).isEqualTo(2);
    }

    /** A person who has a request already is answered as anybody else would be. */
    @Test
    void aSecondRequestTooEarlyIsToldTheSame() {
        SlotId slot = freeSlot(3);
        Applicant person = BookingSite.person();
        site.submit(BookingSite.session(), slot, person);
        SessionId again = BookingSite.session();
        Open request = site.submission(again, site.hold(again, slot), person);
        database.execute(CLOSE);
        assertThat(site.open(request)).isInstanceOf(SeatLost.class);
        assertThat(database.count("select count(*) from decoy")).isZero();
    }

    @Test
    void aSubmissionThatWaitsForAnImportLosesTheSeatIfTheOpeningIsPutOff() throws Exception {
        SlotId slot = freeSlot(1);
        SessionId anne = BookingSite.session();
        Open request = site.submission(anne, site.hold(anne, slot), BookingSite.person());
        try (Connection importing = connect();
                Statement statement = importing.createStatement()) {
            importing.setAutoCommit(false);
            statement.execute(CLOSE + TELL);
            CompletableFuture<OpenOutcome> submitted = CompletableFuture.supplyAsync(() -> site.open(request));
            await().until(() -> database.count("select count(*) from pg_stat_activity"
                            + " where wait_event_type = 'Lock' and datname = current_database()")
                    > 0);
            importing.commit();
            assertThat(submitted.get(20, TimeUnit.SECONDS)).isInstanceOf(SeatLost.class);
        }
        assertThat(database.freeSeats(slot)).isEqualTo(1);
    }

    @Test
    void aSeatOfAReleaseThatHasOpenedIsTaken() {
        SlotId slot = freeSlot(1);
        database.execute("update seat set opens_at = now() - interval '1 second'" + TELL);
        SessionId anne = BookingSite.session();
        assertThat(site.open(site.submission(anne, site.hold(anne, slot), BookingSite.person())))
                .isInstanceOf(Opened.class);
        assertThat(database.wrongSeats()).isZero();
    }

    private SlotId freeSlot(int capacity) {
        SlotId slot = database.slot(capacity);
        await().untilAsserted(() -> assertThat(site.free(slot)).contains(capacity));
        return slot;
    }

    private PlaceOutcome place(SessionId session, SlotId slot) {
        return site.ask(
                HoldMessages.PLACE,
                new HoldMessages.Place(
                        database.desk, slot, session, Instant.now().plusSeconds(5)));
    }

    private Connection connect() throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(database.postgres.host(), database.postgres.port(), database.postgres.database()),
                database.postgres.user(),
                database.postgres.password().value());
    }
}
