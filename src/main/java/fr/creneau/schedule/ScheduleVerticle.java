package fr.creneau.schedule;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.pg.Pools;
import fr.creneau.task.Recurring;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Answers {@link ScheduleMessages}. One for each instance is enough: it only reads, and keeps what it read in memory. */
public final class ScheduleVerticle extends VerticleBase {
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofMillis(500);
    /** Far beyond all waits of a run together: only one that was lost takes so long. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Config.Postgres postgres;
    private final Clock clock;
    private List<Recurring> loops = List.of();

    public ScheduleVerticle(Config config, Clock clock) {
        this(config.postgres(), clock);
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
                new Recurring(vertx, "following the schedule", FOLLOW_EVERY, LIMIT, sources::follow),
                new Recurring(vertx, "counting free seats", COUNT_EVERY, LIMIT, sources::count));
        return sources.follow().compose(read -> sources.count()).onSuccess(counted -> {
            bus.answer(ScheduleMessages.CURRENT, asked -> Future.succeededFuture(keeper.current()));
            loops.forEach(Recurring::wake);
        });
    }

    @Override
    public Future<?> stop() {
        loops.forEach(Recurring::stop);
        return Future.succeededFuture();
    }
}
