package fr.creneau.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fr.creneau.booking.BookingVerticle;
import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldVerticle;
import fr.creneau.hold.SessionId;
import fr.creneau.limit.LimitVerticle;
import fr.creneau.pg.Pools;
import fr.creneau.schedule.Snapshot.Offer;
import fr.creneau.schedule.file.ScheduleFile;
import fr.creneau.schedule.file.ScheduleFile.Reading;
import fr.creneau.schedule.imports.ScheduleImport;
import fr.creneau.testkit.Backends;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleVerticleIT {
    private static final AtomicInteger desks = new AtomicInteger();

    private static final String FILE = """
            desks:
              - id: %s
                zone: America/Cayenne
                contact: {prefecture: P, office: B, address: [rue Fiedmond], phone: 0594 39 45 00}
                links:
                  site: https://www.guyane.gouv.fr/
                  first-permit: https://www.guyane.gouv.fr/
                  late-renewal: https://www.guyane.gouv.fr/
                  other-arrondissement: https://www.guyane.gouv.fr/
                sender: {name: P, address: rdv@example.org}
                rules:
                  - version: "1"
                    effective-from: 2026-01-01
                    opens-before: 2 months
                    closes-after: 6 months
                    late-fee-euros: 180
                    duplicate-validity: 2 months
                communes:
                  - {code: 97302, name: Cayenne, served: true}
                slots:
                  from: 2099-01-05
                  to: 2099-01-05
                  minutes: 30
                  capacity: 3
                  hours:
                    monday: [08:00-09:00]
            """;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx);
    private final List<Snapshot> announced = new CopyOnWriteArrayList<>();
    private DeskId desk;
    private Config config;

    @BeforeEach
    void prepare() {
        desk = new DeskId("schedule-" + Long.toString(System.nanoTime(), 36) + "-" + desks.incrementAndGet());
        config = config();
        bus.listen(ScheduleMessages.CHANGED, announced::add);
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    @Test
    void theSnapshotFollowsImportsAndHolds() throws Exception {
        done(vertx.deployVerticle(new LimitVerticle(config)));
        done(vertx.deployVerticle(new HoldVerticle(config)));
        done(vertx.deployVerticle(new BookingVerticle(config, Clock.systemUTC())));
        done(vertx.deployVerticle(new ScheduleVerticle(config, Clock.systemUTC())));
        assertThat(current().desks()).isEmpty();

        importing(file());
        awaitFree(List.of(3, 3));
        SlotId slot = offers().get(0).slot().id();

        PlaceOutcome placed = done(bus.request(
                HoldMessages.PLACE,
                new HoldMessages.Place(
                        desk, slot, new SessionId("someone"), Instant.now().plusSeconds(10))));
        assertThat(placed).isInstanceOf(PlaceOutcome.Held.class);
        awaitFree(List.of(2, 3));

        importing(file().replace("capacity: 3", "capacity: 5"));
        awaitFree(List.of(4, 5));
        done(bus.request(HoldMessages.RELEASE, new HoldMessages.Release(desk, new SessionId("someone"))));
        awaitFree(List.of(5, 5));

        importing(file().replace("08:00-09:00", "08:30-09:00"));
        awaitFree(List.of(3));
        // Redis is told by the sweep of the booking verticle, a little later.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> done(bus.request(
                                HoldMessages.PLACE,
                                new HoldMessages.Place(
                                        desk,
                                        slot,
                                        new SessionId("late"),
                                        Instant.now().plusSeconds(10))))
                        instanceof PlaceOutcome.NotOffered);
        assertThat(announced).isNotEmpty();
    }

    @Test
    void whileRedisIsRebuiltOrSilentTheLastCountsStay() throws Exception {
        importing(file());
        AtomicInteger asked = new AtomicInteger();
        CountingStub stub = new CountingStub();
        stub.answer = count -> Future.succeededFuture(new CountOutcome.Rebuilding());
        done(vertx.deployVerticle(stub));
        done(vertx.deployVerticle(new ScheduleVerticle(config, Clock.systemUTC())));
        assertThat(offers()).extracting(Offer::free).containsExactly(0, 0);

        Map<SlotId, Integer> two =
                offers().stream().collect(Collectors.toMap(offer -> offer.slot().id(), offer -> 2));
        stub.answer = count -> Future.succeededFuture(new CountOutcome.Counted(two, Instant.now()));
        awaitFree(List.of(2, 2));
        for (Function<HoldMessages.Count, Future<CountOutcome>> outage :
                List.<Function<HoldMessages.Count, Future<CountOutcome>>>of(
                        count -> Future.succeededFuture(new CountOutcome.Rebuilding()),
                        count -> Future.failedFuture("Redis is away"))) {
            asked.set(0);
            stub.answer = count -> {
                asked.incrementAndGet();
                return outage.apply(count);
            };
            Instant before = current().takenAt();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> asked.get() >= 2 && current().takenAt().isAfter(before));
            assertThat(offers()).extracting(Offer::free).containsExactly(2, 2);
        }
    }

    @Test
    void aDeskThatCannotBeReadDoesNotTakeTheOthersOffSale() throws Exception {
        importing(file());
        done(Pools.open(vertx, config.postgres())
                .query("insert into desk (id, definition) values ('a-broken-one', '{\"id\": 7}')")
                .execute());
        CountingStub stub = new CountingStub();
        stub.answer = count -> Future.succeededFuture(new CountOutcome.Counted(Map.of(), Instant.now()));
        done(vertx.deployVerticle(stub));
        done(vertx.deployVerticle(new ScheduleVerticle(config, Clock.systemUTC())));
        assertThat(current().desks()).containsOnlyKeys(desk);
    }

    @Test
    void aSlowCountIsNotAskedForTwice() throws Exception {
        importing(file());
        CountingStub stub = new CountingStub();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        stub.answer = count -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Promise<CountOutcome> later = Promise.promise();
            vertx.setTimer(1_200, due -> {
                underWay.decrementAndGet();
                answered.incrementAndGet();
                later.complete(new CountOutcome.Counted(Map.of(), Instant.now()));
            });
            return later.future();
        };
        done(vertx.deployVerticle(stub));
        done(vertx.deployVerticle(new ScheduleVerticle(config, Clock.systemUTC())));
        await().atMost(Duration.ofSeconds(20)).until(() -> answered.get() >= 3);
        assertThat(most).hasValue(1);
    }

    /** Says what the test wants in place of Redis, to show what the schedule does with it. */
    private static final class CountingStub extends VerticleBase {
        private volatile Function<HoldMessages.Count, Future<CountOutcome>> answer =
                count -> Future.failedFuture("not set");

        @Override
        public Future<?> start() {
            return Bus.of(vertx)
                    .answer(HoldMessages.COUNT, count -> answer.apply(count))
                    .completion();
        }
    }

    private String file() {
        return FILE.formatted(desk);
    }

    private void importing(String text) throws Exception {
        Reading reading = ScheduleFile.read(text, Instant.now());
        assertThat(reading).isInstanceOf(Reading.Read.class);
        assertThat(new ScheduleImport(config.postgres()).run(((Reading.Read) reading).desks(), Instant.now(), false))
                .isInstanceOf(ScheduleImport.Outcome.Done.class);
    }

    private Snapshot current() {
        return done(bus.request(ScheduleMessages.CURRENT, new ScheduleMessages.Current()));
    }

    private List<Offer> offers() {
        return current().desk(desk).map(Snapshot.DeskSchedule::slots).orElse(List.of());
    }

    private void awaitFree(List<Integer> free) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(offers()).extracting(Offer::free).isEqualTo(free));
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError("not done after 20 s", late);
        }
    }

    private static Config config() {
        String key = "k".repeat(32);
        Config base = ConfigLoader.load(
                null,
                Map.of(
                        "CRENEAU_HTTP_PUBLIC_URL", "https://rdv.example.org",
                        "CRENEAU_POSTGRES_PASSWORD", key,
                        "CRENEAU_SECURITY_KEYS", key,
                        "CRENEAU_SECURITY_PERSON_KEY", key));
        return new Config(
                base.http(),
                base.management(),
                Backends.redis(),
                Backends.freshDatabase(),
                base.smtp(),
                base.security(),
                base.holds(),
                base.bookings(),
                base.challenge(),
                base.limits(),
                base.waitingRoom(),
                base.theme(),
                base.logs());
    }
}
