package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.crypto.Tokens;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Wishes for seats on their way to Redis: those of a desk that come while a call is under way share the next one, so that a crowd costs
 * little and who comes alone waits for nobody (decision 0106). Each is answered as if it had been sent alone; a call that fails fails
 * each of its wishes. Thread-safe: the work is done on the gateway's thread.
 */
final class PlaceCalls {
    /** Redis does nothing else meanwhile: one to two milliseconds. */
    static final int WISHES_IN_A_CALL = 32;

    /** Longer than any pass lasts. */
    static final Duration PASSES_REMEMBERED = Duration.ofHours(2);

    /** Expired holds that a call cleans up on its way: the sweep does the rest. */
    private static final String RECLAIMED = "3";

    /** Desk ids come from outside: invented ones must not fill the memory. Who was forgotten ends the calls it has. */
    private static final int DESKS = 1_000;

    private final RedisGateway redis;
    private final LuaScript script;
    private final HoldBudgets budgets;
    private final Desks desks;
    private final int mostWaiting;
    private final List<String> settings = new ArrayList<>();
    private final Map<DeskId, Batcher<List<String>, Response>> batchers = new HashMap<>();

    /** @param mostWaiting at one desk; who comes on top of them is refused */
    PlaceCalls(
            RedisGateway redis,
            LuaScript script,
            Config.Holds holds,
            HoldBudgets budgets,
            Desks desks,
            int mostWaiting) {
        this.redis = redis;
        this.script = script;
        this.budgets = budgets;
        this.desks = desks;
        this.mostWaiting = mostWaiting;
        settings.addAll(
                List.of(millis(holds.lifetime()), millis(holds.unproven()), millis(holds.extended()), RECLAIMED));
        settings.addAll(budgets.limits());
        settings.add(millis(PASSES_REMEMBERED));
    }

    /**
     * @param pass its name in Redis, empty for none
     * @return the script's reply to this wish
     */
    Future<Response> place(Place wish, String pass) {
        List<String> args = List.of(
                wish.slot().value(),
                wish.session().value(),
                Tokens.random(),
                String.valueOf(wish.deadline().toEpochMilli()),
                wish.lost().orElse(""),
                budgets.client(wish.client()),
                pass);
        Promise<Response> reply = Promise.promise();
        redis.onContext(() -> batcher(wish.desk()).ask(args).onComplete(reply));
        return reply.future();
    }

    private Batcher<List<String>, Response> batcher(DeskId desk) {
        if (batchers.size() >= DESKS && !batchers.containsKey(desk)) {
            batchers.clear();
        }
        return batchers.computeIfAbsent(
                desk, first -> new Batcher<>(1, WISHES_IN_A_CALL, mostWaiting, wishes -> call(desk, wishes)));
    }

    private Future<List<Response>> call(DeskId desk, List<List<String>> wishes) {
        List<String> args = new ArrayList<>(settings);
        wishes.forEach(args::addAll);
        return redis.run(script, List.of(RedisHoldStore.metaKey(desk)), args).map(reply -> {
            List<Response> replies = reply.stream().toList();
            desks.tell(
                    desk, replies.stream().noneMatch(each -> Outcomes.code(each).equals("UNKNOWN")));
            return replies;
        });
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
