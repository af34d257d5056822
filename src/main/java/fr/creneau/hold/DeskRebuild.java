package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages.BeginOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Fills a new epoch of a desk from PostgreSQL and puts it in use. Several may try at once: the one that began last wins, the others
 * find themselves superseded; one that died is overtaken when its lease runs out.
 */
final class DeskRebuild {
    private static final String LEASE_MS = String.valueOf(Duration.ofSeconds(10).toMillis());

    /** Batches under way at once: Redis works on one while the next ones travel. */
    private static final int LANES = 3;

    private final RedisGateway redis;
    private final HoldScripts scripts;

    DeskRebuild(RedisGateway redis, HoldScripts scripts) {
        this.redis = redis;
        this.scripts = scripts;
    }

    Future<BeginOutcome> begin(DeskId desk, boolean onlyIfUnknown) {
        return begin(desk, onlyIfUnknown ? "UNKNOWN" : "BESIDE")
                .map(reply -> Outcomes.code(reply).equals("BEGUN")
                        ? new BeginOutcome.Begun(reply.get(1).toString())
                        : new BeginOutcome.NotNeeded());
    }

    Future<RebuildOutcome> run(Rebuild request) {
        Future<String> epoch = request.epoch()
                .map(Future::succeededFuture)
                .orElseGet(() ->
                        begin(request.desk(), "OVER").map(reply -> reply.get(1).toString()));
        return epoch.compose(begun -> load(request.desk(), begun, request.seats())
                .compose(loaded -> loaded ? flip(request.desk(), begun) : Future.succeededFuture(false))
                .map(flipped -> flipped ? RebuildOutcome.REBUILT : RebuildOutcome.SUPERSEDED));
    }

    private Future<Response> begin(DeskId desk, String mode) {
        return call(scripts.rebuildBegin(), desk, List.of(LEASE_MS, mode));
    }

    private Future<Boolean> load(DeskId desk, String epoch, List<SeatWord> seats) {
        Iterator<List<SeatWord>> batches = Words.batches(seats).iterator();
        List<Future<Boolean>> lanes = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            lanes.add(loadNext(desk, epoch, batches));
        }
        return Future.all(lanes).map(all -> lanes.stream().allMatch(Future::result));
    }

    /** Takes batches from the common iterator until it is empty: replies come on the gateway's one thread. */
    private Future<Boolean> loadNext(DeskId desk, String epoch, Iterator<List<SeatWord>> batches) {
        if (!batches.hasNext()) {
            return Future.succeededFuture(true);
        }
        List<String> args = new ArrayList<>();
        args.add(epoch);
        args.add(LEASE_MS);
        Words.append(args, batches.next());
        return call(scripts.rebuildLoad(), desk, args)
                .compose(reply -> Outcomes.code(reply).equals("LOADED")
                        ? loadNext(desk, epoch, batches)
                        : Future.succeededFuture(false));
    }

    private Future<Boolean> flip(DeskId desk, String epoch) {
        return call(scripts.rebuildFlip(), desk, List.of(epoch))
                .map(reply -> Outcomes.code(reply).equals("FLIPPED"));
    }

    private Future<Response> call(LuaScript script, DeskId desk, List<String> args) {
        return redis.run(script, List.of(RedisHoldStore.metaKey(desk)), args);
    }
}
