package fr.creneau.challenge;

import fr.creneau.challenge.ProofOfWork.Solution;
import fr.creneau.config.Config;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /**
     * One try at a code.
     *
     * @param seal what was kept of the code
     * @param left tries left after this one; with none left, the code is gone
     */
    record Try(String seal, int left) {}

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
     * Takes a try; empty if no code is valid.
     *
     * @param counted false only tells how many are left
     */
    Future<Optional<Try>> takeTry(DeskId desk, String hold, boolean counted) {
        List<String> arguments = List.of("" + limits.codeTries(), counted ? "1" : "0");
        return redis.run(TRY, List.of(codeKey(desk, hold)), arguments)
                .map(reply -> reply.size() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Try(reply.get(0).toString(), reply.get(1).toInteger())));
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
