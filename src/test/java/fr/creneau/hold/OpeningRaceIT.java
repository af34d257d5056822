package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.opening;
import static fr.creneau.hold.TestHolds.randomSession;
import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.CountOutcome.Counted;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Full;
import fr.creneau.hold.HoldMessages.PlaceOutcome.Held;
import fr.creneau.hold.HoldMessages.PlaceOutcome.NotOpen;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A crowd that asks again and again from before an opening on, over several connections, by the real clock of Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpeningRaceIT {
    private static final SlotId SLOT = new SlotId("raceslot");
    private static final int CLIENTS = 500;
    private static final int INSTANCES = 4;
    private static final int SEATS = 10;

    private List<TestHolds> instances = List.of();

    @BeforeAll
    void open() {
        instances = IntStream.range(0, INSTANCES)
                .mapToObj(i -> new TestHolds(Backends.redis()))
                .toList();
    }

    @AfterAll
    void close() {
        instances.forEach(TestHolds::close);
    }

    @Test
    void withoutTheGuardSeatsAreGivenBeforeTheOpening() {
        Crowd crowd = new Crowd(TestHolds::withoutTheOpening);
        crowd.hammer();
        assertThat(crowd.early()).as("seats given too early").isEqualTo(SEATS);
    }

    @Test
    void noneWinsBeforeTheOpeningAndExactlyTheSeatsThereAreAfterIt() {
        Crowd crowd = new Crowd(holds -> holds.store);
        crowd.hammer();
        assertThat(crowd.early()).as("seats given too early").isZero();
        assertThat(crowd.refused.get()).as("wishes that came too early").isGreaterThanOrEqualTo(CLIENTS);
        assertThat(crowd.last).filteredOn(Held.class::isInstance).hasSize(SEATS);
        assertThat(crowd.last).filteredOn(Full.class::isInstance).hasSize(CLIENTS - SEATS);
        assertThat(crowd.last.stream()
                        .filter(Held.class::isInstance)
                        .map(held -> ((Held) held).hold().seat()))
                .doesNotHaveDuplicates();
    }

    /** Its own desk, and an opening a little ahead. */
    private final class Crowd {
        private final DeskId desk = TestHolds.freshDesk();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<HoldStore> stores;
        private final Instant opens;
        private List<PlaceOutcome> last = List.of();

        Crowd(Function<TestHolds, HoldStore> store) {
            stores = instances.stream().map(store).toList();
            HoldStore plain = instances.get(0).store;
            await(plain.rebuild(new Rebuild(desk, List.of())));
            Instant now = ((Counted) await(plain.count(desk))).at();
            opens = now.plusMillis(1_500);
            List<HoldMessages.SeatWord> words = opening(opens, SLOT, now.plus(Duration.ofDays(1)), SEATS, 1);
            await(plain.rebuild(new Rebuild(desk, words)));
        }

        void hammer() {
            List<Future<PlaceOutcome>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                all.add(ask(stores.get(client % stores.size()), randomSession()));
            }
            last = all.stream().map(TestHolds::await).toList();
        }

        /** Asks until the answer is another one than that it is too early. */
        private Future<PlaceOutcome> ask(HoldStore store, SessionId session) {
            return store.place(new Place(desk, SLOT, session, opens.plusSeconds(60)))
                    .compose(outcome -> {
                        if (outcome instanceof NotOpen) {
                            refused.incrementAndGet();
                            return ask(store, session);
                        }
                        return Future.succeededFuture(outcome);
                    });
        }

        /** Seats given before the opening, by the instant at which Redis says it gave them. */
        long early() {
            return last.stream()
                    .filter(Held.class::isInstance)
                    .map(held -> ((Held) held).hold())
                    .filter(hold ->
                            hold.deadline().minus(TestHolds.TIMES.lifetime()).isBefore(opens))
                    .count();
        }
    }
}
