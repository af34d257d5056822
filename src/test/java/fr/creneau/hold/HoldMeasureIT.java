package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static fr.creneau.hold.TestHolds.randomSession;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.testkit.RedisProcess;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What large desks cost. The bounds are generous: a shared machine must pass; the log says what was measured. */
class HoldMeasureIT {
    private static final Logger log = LoggerFactory.getLogger("fr.creneau.measured");
    private static final int SLOTS = 10_000;
    private static final int CAPACITY = 10;

    @Test
    void aDeskOfAHundredThousandSeatsIsRebuiltInSeconds() throws Exception {
        try (RedisProcess redis = RedisProcess.server();
                TestHolds holds = new TestHolds(redis.config())) {
            DeskId desk = TestHolds.freshDesk();
            Instant start = Instant.now().plus(Duration.ofDays(1));
            List<SeatWord> seats = new ArrayList<>();
            for (int i = 0; i < SLOTS; i++) {
                seats.addAll(freeSlot(slot(i), start.plusSeconds(i), CAPACITY));
            }
            Duration first = timed(() -> await(holds.store.rebuild(new Rebuild(desk, seats))));
            long memory = memory(redis);
            Duration second = timed(() -> await(holds.store.rebuild(new Rebuild(desk, seats))));
            Duration counted = timed(() -> assertThat(((CountOutcome.Counted) await(holds.store.count(desk))).free())
                    .hasSize(SLOTS));
            Duration cleaned = timed(() -> {
                while (await(holds.store.sweep(desk))) {
                    // until the first epoch is deleted
                }
            });
            long before = memory(redis);
            int held = 5_000;
            Duration placed = timed(() -> {
                List<Future<PlaceOutcome>> wishes = new ArrayList<>();
                for (int i = 0; i < held; i++) {
                    Instant deadline = Instant.now().plusSeconds(60);
                    wishes.add(holds.store.place(new Place(desk, slot(i % SLOTS), randomSession(), deadline)));
                    if (wishes.size() == 1_000) {
                        wishes.forEach(wish -> assertThat(await(wish)).isInstanceOf(PlaceOutcome.Held.class));
                        wishes.clear();
                    }
                }
            });
            log.info(
                    "{} seats rebuilt in {} and {} ms, {} bytes a seat; counted in {} ms, old epoch deleted in {} ms; "
                            + "{} holds in {} ms, {} bytes each",
                    SLOTS * CAPACITY,
                    first.toMillis(),
                    second.toMillis(),
                    memory / (SLOTS * CAPACITY),
                    counted.toMillis(),
                    cleaned.toMillis(),
                    held,
                    placed.toMillis(),
                    (memory(redis) - before) / held);
            assertThat(second).isLessThan(Duration.ofSeconds(15));
            assertThat((memory(redis) - before) / held).isLessThan(1_000);
        }
    }

    private static SlotId slot(int i) {
        return new SlotId("slot" + (100_000 + i));
    }

    private static long memory(RedisProcess redis) throws Exception {
        return redis.ask("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("used_memory:".length()).trim()))
                .findFirst()
                .orElseThrow();
    }

    private static Duration timed(Runnable act) {
        long start = System.nanoTime();
        act.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
