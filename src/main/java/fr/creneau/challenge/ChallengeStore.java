package fr.creneau.challenge;

import fr.creneau.challenge.ProofOfWork.Solution;
import fr.creneau.config.Config;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What Redis remembers of security checks, for minutes: used solutions, and codes sealed. All keys of a desk share its hash tag.
 */
final class ChallengeStore {
    static final LuaScript BURN = LuaScript.load("redis/challenge-burn.lua");
    private static final LuaScript KEEP = LuaScript.load("redis/challenge-code-keep.lua");
    private static final LuaScript TRY = LuaScript.load("redis/challenge-code-try.lua");
    private static final LuaScript USE = LuaScript.load("redis/challenge-code-use.lua");

    private static final Duration LOAD_OVER = Duration.ofMinutes(1);
    /** Longer than any hold lives. */
    private static final Duration HOLD_REMEMBERED = Duration.ofHours(1);

    private final LuaScript load;
    private final RedisGateway redis;
    private final Config.Challenge limits;
    private final LuaScript burn;

    ChallengeStore(RedisGateway redis, Config.Challenge limits) {
        this(redis, limits, BURN, "redis/clock.lua");
    }

    /**
     * @param burn {@link #BURN}; a test shows what its guard is for by taking it out
     * @param clock resource of the clock that the load goes by; tests set another one
     */
    ChallengeStore(RedisGateway redis, Config.Challenge limits, LuaScript burn, String clock) {
        this.load = LuaScript.load("redis/challenge-load.lua", clock);
        this.redis = redis;
        this.limits = limits;
        this.burn = burn;
    }

    /** What came of comparing a typed code with the one that was sent. */
    sealed interface Compared {
        /** @param seal what was kept of the code */
        record Right(String seal) implements Compared {}

        /** @param left tries left after this one; with none left, the code is gone */
        record Wrong(int left) implements Compared {}

        /** None was sent, or it is gone. */
        record NoCode() implements Compared {}
    }

    /** Counts a hold that comes to the check, once; how many did at its desk within about a minute, on all instances. */
    Future<Long> load(DeskId desk, String hold) {
        List<String> keys = List.of(key(desk, "seen", hold), key(desk, "load", "meter"));
        return redis.run(load, keys, List.of("" + HOLD_REMEMBERED.toMillis(), "" + LOAD_OVER.toMillis()))
                .map(reply -> reply.toLong());
    }

    /** Marks a solution as used; whether this was its first use. The mark outlives the challenge, with room for clocks that differ. */
    Future<Boolean> burn(DeskId desk, Solution solution) {
        long life = limits.validity().multipliedBy(2).toMillis();
        return redis.run(burn, List.of(key(desk, "used", solution.signature())), List.of("" + life))
                .map(reply -> reply.toInteger() == 1);
    }

    /** Keeps a new code's seal instead of an older one. */
    Future<Void> keepCode(DeskId desk, String hold, String seal) {
        List<String> arguments = List.of(seal, "" + limits.codeValidity().toMillis());
        return redis.run(KEEP, List.of(codeKey(desk, hold)), arguments).mapEmpty();
    }

    /**
     * A wrong one takes a try, the right one none.
     *
     * @param seals what would have been kept of what was typed; empty if that is no code, which takes no try either
     */
    Future<Compared> compare(DeskId desk, String hold, List<String> seals) {
        List<String> arguments = new ArrayList<>(List.of("" + limits.codeTries()));
        arguments.addAll(seals);
        return redis.run(TRY, List.of(codeKey(desk, hold)), arguments).map(ChallengeStore::compared);
    }

    private static Compared compared(Response reply) {
        if (reply.size() == 0) {
            return new Compared.NoCode();
        }
        return reply.get(0).toString().equals("RIGHT")
                ? new Compared.Right(reply.get(1).toString())
                : new Compared.Wrong(reply.get(1).toInteger());
    }

    /** Uses the code up; false if somebody else did before. */
    Future<Boolean> useUp(DeskId desk, String hold) {
        return redis.run(USE, List.of(codeKey(desk, hold)), List.of()).map(reply -> reply.toInteger() == 1);
    }

    private static String codeKey(DeskId desk, String hold) {
        return key(desk, "code", hold);
    }

    private static String key(DeskId desk, String what, String name) {
        return "{" + desk + "}:challenge:" + what + ":" + name;
    }
}
