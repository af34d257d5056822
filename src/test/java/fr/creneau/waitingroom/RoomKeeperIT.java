package fr.creneau.waitingroom;

import static fr.creneau.waitingroom.RoomDatabase.RELEASE;
import static fr.creneau.waitingroom.RoomDatabase.done;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.bus.Bus;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.waitingroom.Admission;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.TestDesks;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By how much PostgreSQL's clock differs: passes and pages go by it. */
class RoomKeeperIT {
    private static final Duration COUNTING = Duration.ofMillis(1_500);
    private static final Duration LITTLE = Duration.ofSeconds(1);

    private final RoomDatabase database = new RoomDatabase(Instant.now(), 1);
    private final List<Rooms> told = new ArrayList<>();
    private Duration off = Duration.ZERO;
    private RoomKeeper keeper;

    @BeforeEach
    void openTheRoom() {
        database.openNow();
        TicketStore tickets = new TicketStore(database.pool);
        done(tickets.draw(RELEASE));
        InstantSource moved = () -> Instant.now().plus(off);
        Vertx vertx = database.vertx();
        Bus bus = Bus.of(vertx);
        bus.answer(HoldMessages.COUNT, asked -> {
            Promise<CountOutcome> counted = Promise.promise();
            vertx.setTimer(
                    COUNTING.toMillis(), late -> counted.complete(new CountOutcome.Counted(Map.of(), Instant.now())));
            return counted.future();
        });
        keeper = new RoomKeeper(
                tickets,
                new TurnStore(database.pool, Duration.ofMinutes(5)),
                new Admission(50),
                bus,
                moved.withZone(ZoneOffset.UTC),
                told::add);
        Desk desk = TestDesks.desk("cayenne");
        Instant opened = Instant.now().minusSeconds(60);
        Release release = new Release(RELEASE, desk.id(), opened, opened, true);
        keeper.follow(
                new Snapshot(Instant.now(), Map.of(desk.id(), new DeskSchedule(desk, List.of(release), List.of()))));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSlowCountOfSeatsIsNoDifference() {
        done(keeper.look());
        assertThat(keeper.rooms().ahead().abs()).isLessThan(LITTLE);
    }

    @Test
    void aClockThatMovesIsToldAndOneThatDoesNotIsNoNews() {
        for (int time = 0; time < 3; time++) {
            done(keeper.look());
        }
        int before = told.size();
        assertThat(before).isPositive();
        done(keeper.look());
        assertThat(told).hasSize(before);
        off = Duration.ofHours(1);
        done(keeper.look());
        assertThat(told).hasSize(before + 1);
        assertThat(told.get(before).ahead().plus(off).abs()).isLessThan(LITTLE);
    }
}
