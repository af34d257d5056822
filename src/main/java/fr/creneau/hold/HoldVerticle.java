package fr.creneau.hold;

import fr.creneau.bus.Bus;
import fr.creneau.bus.Done;
import fr.creneau.config.Config;
import fr.creneau.limit.Pseudonyms;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers {@link HoldMessages}. Several may be deployed: each has its own connection to Redis, all share the work. */
public final class HoldVerticle extends VerticleBase {
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

    private final Config config;
    private @Nullable RedisGateway redis;
    private @Nullable Sweeper sweeper;

    public HoldVerticle(Config config) {
        this.config = config;
    }

    /** Succeeds even while Redis is away: requests fail until it is back. */
    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        RedisGateway opened = RedisGateway.open(vertx, config.redis());
        redis = opened;
        Desks desks = new Desks(desk -> bus.announce(HoldMessages.UNKNOWN_DESK, desk), System::nanoTime);
        HoldBudgets budgets = new HoldBudgets(config.limits(), new Pseudonyms(config.security()));
        HoldScripts scripts = HoldScripts.load();
        PlaceCalls places = new PlaceCalls(
                opened,
                scripts.place(),
                config.holds(),
                budgets,
                desks,
                config.redis().maxWaiting());
        HoldStore store = new RedisHoldStore(
                opened, scripts, config.holds(), places, desks, sellout -> bus.announce(HoldMessages.SELLOUT, sellout));
        sweeper = new Sweeper(vertx, store, desks, SWEEP_EVERY);
        sweeper.start();

        Gate gate = new Gate(store, new Passes(config.security()), used -> bus.announce(HoldMessages.PASS_USED, used));
        bus.listen(HoldMessages.GUARDED, gate::guard);
        bus.answer(HoldMessages.PLACE, gate::place);
        bus.answer(HoldMessages.SPEND, spend -> store.spend(spend).map(Done.DONE));
        bus.answer(HoldMessages.FIND, find -> store.find(find.desk(), find.session()));
        bus.answer(HoldMessages.PROVE, prove -> store.prove(prove.desk(), prove.session()));
        bus.answer(HoldMessages.PROLONG, prolong -> store.prolong(prolong.desk(), prolong.session()));
        bus.answer(HoldMessages.SEAL, seal -> store.seal(seal.desk(), seal.session()));
        bus.answer(HoldMessages.RELEASE, release -> store.release(release).map(Done.DONE));
        bus.answer(HoldMessages.SETTLE, store::settle);
        bus.answer(HoldMessages.BEGIN_REBUILD, store::beginRebuild);
        bus.answer(HoldMessages.REBUILD, store::rebuild);
        bus.answer(HoldMessages.COUNT, count -> store.count(count.desk()));
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        if (sweeper != null) {
            sweeper.stop();
        }
        return redis == null ? Future.succeededFuture() : redis.close();
    }
}
