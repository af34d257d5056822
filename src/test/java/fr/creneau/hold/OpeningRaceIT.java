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
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
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
        crowd.begin();
        crowd.end();
        assertThat(crowd.early()).as("seats given too early").isEqualTo(SEATS);
    }

    @Test
    void noneWinsBeforeTheOpeningAndExactlyTheSeatsThereAreAfterIt() {
        Crowd crowd = new Crowd(holds -> holds.store);
        crowd.begin();
        Awaitility.await().until(() -> crowd.refused.get() >= CLIENTS);
        crowd.openSoon();
        crowd.end();
        assertThat(crowd.early()).as("seats given too early").isZero();
        assertThat(crowd.refused.get()).as("wishes that came too early").isGreaterThanOrEqualTo(CLIENTS);
        assertThat(crowd.last).filteredOn(Held.class::isInstance).hasSize(SEATS);
        assertThat(crowd.last).filteredOn(Full.class::isInstance).hasSize(CLIENTS - SEATS);
        assertThat(crowd.last.stream()
                        .filter(Held.class::isInstance)
                        .map(held -> ((Held) held).hold().seat()))
                .doesNotHaveDuplicates();
    }

    /** Its own desk, and an opening that is far ahead, until it is moved. */
    private final class Crowd {
        private final DeskId desk = TestHolds.freshDesk();
        private final AtomicInteger refused = new AtomicInteger();
        private final List<Future<PlaceOutcome>> asking = new ArrayList<>();
        private final HoldStore plain = instances.get(0).store;
        private final List<HoldStore> stores;
        private final Instant start;
        private Instant opens;
        private List<PlaceOutcome> last = List.of();

        Crowd(Function<TestHolds, HoldStore> store) {
            stores = instances.stream().map(store).toList();
            await(plain.rebuild(new Rebuild(desk, List.of())));
            Instant now = now();
            opens = now.plus(Duration.ofDays(1));
            start = now.plus(Duration.ofDays(2));
            await(plain.rebuild(new Rebuild(desk, opening(opens, SLOT, start, SEATS, 1))));
        }

        void begin() {
            for (int client = 0; client < CLIENTS; client++) {
                asking.add(ask(stores.get(client % stores.size()), randomSession()));
            }
        }

        /** While all are asking: later than such a word takes to be heard in this crowd, so that the opening itself is met. */
        void openSoon() {
            Instant asked = now();
            Instant answered = now();
            opens = answered.plus(Duration.between(asked, answered).multipliedBy(4))
                    .plusMillis(500);
            await(plain.settle(new Settle(desk, opening(opens, SLOT, start, SEATS, 2))));
        }

        void end() {
            last = asking.stream().map(TestHolds::await).toList();
        }

        private Instant now() {
            return ((Counted) await(plain.count(desk))).at();
        }

        /** Asks until the answer is another one than that it is too early. */
        private Future<PlaceOutcome> ask(HoldStore store, SessionId session) {
            return store.place(new Place(desk, SLOT, session, start)).compose(outcome -> {
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
