package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.BeginOutcome;
import fr.creneau.hold.HoldMessages.BeginRebuild;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.hold.HoldMessages.Sellout;
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.hold.HoldMessages.SettleOutcome;
import fr.creneau.hold.HoldMessages.Spend;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The store in Redis: one script for each act, all keys of a desk under one hash tag. Thread-safe as its gateway is. */
final class RedisHoldStore implements HoldStore {
    private static final int HOLDS_PER_SWEEP = 200;
    private static final int SLOTS_PER_SWEEP = 50;
    private static final int SLOTS_PER_COUNT = 1_000;
    /** Beyond, naming them at each count would cost more than the questions it saves. */
    private static final int HOLDERS_NAMED = 1_000;

    private final RedisGateway redis;
    private final HoldScripts scripts;
    private final DeskRebuild rebuild;
    private final Config.Holds holds;
    private final PlaceCalls places;
    private final Desks desks;
    private final Consumer<Sellout> sellouts;

    /**
     * @param places that place holds, through the same gateway
     * @param sellouts told of each desk's full slots as it is counted
     * @param desks told, on the gateway's thread, of each desk that Redis turns out to know or not to know
     */
    RedisHoldStore(
            RedisGateway redis,
            HoldScripts scripts,
            Config.Holds holds,
            PlaceCalls places,
            Desks desks,
            Consumer<Sellout> sellouts) {
        this.redis = redis;
        this.scripts = scripts;
        this.rebuild = new DeskRebuild(redis, scripts);
        this.holds = holds;
        this.places = places;
        this.desks = desks;
        this.sellouts = sellouts;
    }

    /** Where a desk's meta is; every script takes this key and finds the others from it. */
    static String metaKey(DeskId desk) {
        return "{" + desk.value() + "}:meta";
    }

    @Override
    public Future<PlaceOutcome> place(Place wish) {
        return places.place(wish, "").map(reply -> Outcomes.placed(wish.desk(), reply));
    }

    @Override
    public Future<Optional<PlaceOutcome>> place(Place wish, Pass pass) {
        return places.place(wish, passName(pass.release(), pass.position()))
                .map(reply -> Outcomes.code(reply).equals("PASS_USED")
                        ? Optional.empty()
                        : Optional.of(Outcomes.placed(wish.desk(), reply)));
    }

    @Override
    public Future<Void> spend(Spend turn) {
        List<String> args = List.of(passName(turn.release(), turn.position()), millis(PlaceCalls.PASSES_REMEMBERED));
        // Not by run: that Redis remembers it does not say that it knows the desk.
        return redis.run(scripts.spend(), List.of(metaKey(turn.desk())), args).mapEmpty();
    }

    private static String passName(ReleaseId release, int position) {
        return release + ":" + position;
    }

    @Override
    public Future<HoldOutcome> find(DeskId desk, SessionId session) {
        return run(desk, scripts.find(), session.value()).map(reply -> Outcomes.held(desk, reply));
    }

    @Override
    public Future<HoldOutcome> prove(DeskId desk, SessionId session) {
        return run(desk, scripts.prove(), session.value()).map(reply -> Outcomes.held(desk, reply));
    }

    @Override
    public Future<HoldOutcome> prolong(DeskId desk, SessionId session) {
        return run(desk, scripts.prolong(), session.value(), millis(holds.lifetime()))
                .map(reply -> Outcomes.held(desk, reply));
    }

    @Override
    public Future<HoldOutcome> seal(DeskId desk, SessionId session) {
        return run(
                        desk,
                        scripts.seal(),
                        session.value(),
                        millis(holds.seal()),
                        millis(holds.retry()),
                        millis(holds.extended()))
                .map(reply -> Outcomes.held(desk, reply));
    }

    @Override
    public Future<Void> release(Release release) {
        return run(release.desk(), scripts.release(), release.session().value(), String.valueOf(release.fence()))
                .mapEmpty();
    }

    @Override
    public Future<SettleOutcome> settle(Settle words) {
        Future<SettleOutcome> done = Future.succeededFuture(SettleOutcome.SETTLED);
        for (List<SeatWord> batch : Words.batches(words.seats())) {
            done = done.compose(outcome ->
                    outcome == SettleOutcome.SETTLED ? settle(words.desk(), batch) : Future.succeededFuture(outcome));
        }
        return done;
    }

    private Future<SettleOutcome> settle(DeskId desk, List<SeatWord> batch) {
        List<String> args = new ArrayList<>();
        Words.append(args, batch);
        return run(desk, scripts.settle(), args.toArray(String[]::new)).map(reply -> switch (Outcomes.code(reply)) {
            case "SETTLED" -> SettleOutcome.SETTLED;
            case "REBUILDING", "UNKNOWN" -> SettleOutcome.REBUILD_NEEDED;
            default -> throw Outcomes.unexpected(reply);
        });
    }

    @Override
    public Future<BeginOutcome> beginRebuild(BeginRebuild request) {
        return rebuild.begin(request.desk(), request.onlyIfUnknown());
    }

    @Override
    public Future<RebuildOutcome> rebuild(Rebuild request) {
        return rebuild.run(request);
    }

    @Override
    public Future<CountOutcome> count(DeskId desk) {
        return count(desk, 0, new HashMap<>(), Instant.MAX);
    }

    /** @param from when the first page was counted: that is what the whole is true for at least */
    private Future<CountOutcome> count(DeskId desk, int passed, Map<SlotId, Integer> free, Instant from) {
        String holders = String.valueOf(HOLDERS_NAMED);
        // Not when the reply is seen: a process that was stopped meanwhile would take an old count for a new one.
        long asked = System.nanoTime();
        return run(desk, scripts.count(), String.valueOf(passed), String.valueOf(SLOTS_PER_COUNT), holders)
                .compose(reply -> switch (Outcomes.code(reply)) {
                    case "REBUILDING", "UNKNOWN" -> Future.succeededFuture(new CountOutcome.Rebuilding());
                    case "COUNTED" -> {
                        CountPage page = CountPage.of(reply);
                        page.sellout(desk, asked).ifPresent(sellouts);
                        free.putAll(page.free());
                        Instant at = page.at().isBefore(from) ? page.at() : from;
                        yield page.seen() < SLOTS_PER_COUNT
                                ? Future.succeededFuture(new CountOutcome.Counted(Map.copyOf(free), at))
                                : count(desk, passed + page.seen(), free, at);
                    }
                    default -> throw Outcomes.unexpected(reply);
                });
    }

    @Override
    public Future<Boolean> sweep(DeskId desk) {
        return run(
                        desk,
                        scripts.sweep(),
                        String.valueOf(HOLDS_PER_SWEEP),
                        String.valueOf(SLOTS_PER_SWEEP),
                        millis(holds.extended()))
                .map(reply ->
                        Outcomes.code(reply).equals("SWEPT") && reply.get(1).toInteger() == 1);
    }

    private Future<Response> run(DeskId desk, LuaScript script, String... args) {
        return redis.run(script, List.of(metaKey(desk)), List.of(args))
                .onSuccess(reply -> desks.tell(desk, !Outcomes.code(reply).equals("UNKNOWN")));
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
