package fr.creneau.schedule;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.pg.Pools;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Answers {@link ScheduleMessages}. One for each instance is enough: it only reads, and keeps what it read in memory. */
public final class ScheduleVerticle extends VerticleBase {
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofMillis(500);

    private final Config.Postgres postgres;
    private final Clock clock;
    private List<Loop> loops = List.of();

    public ScheduleVerticle(Config config) {
        this(config.postgres(), Clock.systemUTC());
    }

    ScheduleVerticle(Config.Postgres postgres, Clock clock) {
        this.postgres = postgres;
        this.clock = clock;
    }

    /** Fails if PostgreSQL can't be read; succeeds without Redis, whose counts are then awaited. */
    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        SnapshotKeeper keeper = new SnapshotKeeper(clock, snapshot -> bus.announce(ScheduleMessages.CHANGED, snapshot));
        SnapshotSources sources =
                new SnapshotSources(new ScheduleStore(Pools.open(vertx, postgres)), bus, clock, keeper);
        loops = List.of(
                new Loop(vertx, "following the schedule", FOLLOW_EVERY, sources::follow),
                new Loop(vertx, "counting free seats", COUNT_EVERY, sources::count));
        return sources.follow().compose(read -> sources.count()).onSuccess(counted -> {
            bus.answer(ScheduleMessages.CURRENT, asked -> Future.succeededFuture(keeper.current()));
            loops.forEach(Loop::start);
        });
    }

    @Override
    public Future<?> stop() {
        loops.forEach(Loop::stop);
        return Future.succeededFuture();
    }
}
