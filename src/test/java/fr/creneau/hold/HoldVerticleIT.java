package fr.creneau.hold;

import static fr.creneau.hold.TestHolds.await;
import static fr.creneau.hold.TestHolds.freeSlot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Count;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.Find;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.testkit.RedisProcess;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verticle as the others meet it: over the bus, two of them, on a Redis that may go away. */
class HoldVerticleIT {
    private static final SlotId SLOT = new SlotId("slotaaaa");
    private static final SessionId ANNE = new SessionId("anne");
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = Bus.of(vertx);
    private final RedisProcess redis = RedisProcess.server("appendonly", "yes", "appendfsync", "always");
    private final DeskId desk = TestHolds.freshDesk();
    private final List<DeskId> unknown = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        bus.listen(HoldMessages.UNKNOWN_DESK, unknown::add);
    }

    private void deploy(Config.Holds times) {
        Config config = TestHolds.config(redis.config(), times);
        await(vertx.deployVerticle(() -> new HoldVerticle(config), new DeploymentOptions().setInstances(2)));
    }

    @AfterEach
    void close() {
        await(vertx.close());
        redis.close();
    }

    @Test
    void aHoldIsPlacedFoundAndReleasedOverTheBus() {
        deploy(TestHolds.TIMES);
        rebuild();
        assertThat(place()).isInstanceOf(PlaceOutcome.Held.class);
        assertThat(await(bus.request(HoldMessages.FIND, new Find(desk, ANNE)))).isInstanceOf(HoldOutcome.Live.class);
        await(bus.request(HoldMessages.RELEASE, new Release(desk, ANNE)));
        assertThat(await(bus.request(HoldMessages.FIND, new Find(desk, ANNE)))).isInstanceOf(HoldOutcome.Gone.class);
    }

    @Test
    void anExpiredHoldIsSweptWithoutAnybodyAskingForItsSlot() {
        deploy(new Config.Holds(
                Duration.ofSeconds(4),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                Duration.ofSeconds(1)));
        rebuild();
        place();
        assertThat(counted()).isEqualTo(Map.of(SLOT, 1));
        await().atMost(RECOVERY).until(() -> counted().equals(Map.of(SLOT, 2)));
    }

    @Test
    void aRedisThatWasEmptiedIsAnnouncedAndRebuilt() throws Exception {
        deploy(TestHolds.TIMES);
        rebuild();
        redis.ask("FLUSHALL");
        bus.listen(HoldMessages.UNKNOWN_DESK, lost -> bus.request(HoldMessages.REBUILD, rebuildRequest()));
        await().atMost(RECOVERY).until(() -> place() instanceof PlaceOutcome.Held);
        assertThat(unknown).contains(desk);
    }

    @Test
    void anAcknowledgedHoldSurvivesRedisKilled() {
        deploy(TestHolds.TIMES);
        rebuild();
        PlaceOutcome.Held held = (PlaceOutcome.Held) place();
        redis.kill();
        redis.start();
        // One answer is looked at: the next one may be the other verticle's, which is not connected again yet.
        PlaceOutcome again = await().atMost(RECOVERY)
                .ignoreException(ReplyException.class)
                .until(this::place, outcome -> outcome instanceof PlaceOutcome.Held seat && seat.repeated());
        assertThat(((PlaceOutcome.Held) again).hold()).isEqualTo(held.hold());
    }

    /** The race itself: a command that waited in the frozen server's socket runs although its caller has given up. */
    @Test
    void withoutADeadlineAFrozenRedisLeavesAGhost() {
        deploy(TestHolds.TIMES);
        rebuild();
        place();
        await(bus.request(HoldMessages.RELEASE, new Release(desk, ANNE)));
        redis.freeze();
        assertThatThrownBy(this::place).isInstanceOf(ReplyException.class);
        redis.thaw();
        await().atMost(RECOVERY)
                .ignoreException(ReplyException.class)
                .until(() -> await(bus.request(HoldMessages.FIND, new Find(desk, ANNE))) instanceof HoldOutcome.Live);
    }

    @Test
    void aFrozenRedisFailsWithinTheTimeoutAndLeavesNoGhost() {
        deploy(TestHolds.TIMES);
        rebuild();
        place();
        await(bus.request(HoldMessages.RELEASE, new Release(desk, ANNE)));
        redis.freeze();
        Instant before = Instant.now();
        assertThatThrownBy(() ->
                        await(bus.request(HoldMessages.PLACE, new Place(desk, SLOT, ANNE, before.plusMillis(300)))))
                .isInstanceOf(ReplyException.class);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        redis.thaw();
        // The command was still in Redis's socket when it thawed: it ran, found its deadline passed, and held nothing.
        await().atMost(RECOVERY).ignoreExceptions().until(() -> counted().equals(Map.of(SLOT, 2)));
        assertThat(await(bus.request(HoldMessages.FIND, new Find(desk, ANNE)))).isInstanceOf(HoldOutcome.Gone.class);
    }

    private void rebuild() {
        assertThat(await(bus.request(HoldMessages.REBUILD, rebuildRequest()))).isEqualTo(RebuildOutcome.REBUILT);
    }

    private Rebuild rebuildRequest() {
        return new Rebuild(desk, freeSlot(SLOT, Instant.now().plus(Duration.ofDays(1)), 2));
    }

    private PlaceOutcome place() {
        return await(bus.request(
                HoldMessages.PLACE, new Place(desk, SLOT, ANNE, Instant.now().plusSeconds(30))));
    }

    private Map<SlotId, Integer> counted() {
        return ((CountOutcome.Counted) await(bus.request(HoldMessages.COUNT, new Count(desk)))).free();
    }
}
