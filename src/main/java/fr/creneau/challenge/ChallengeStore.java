package fr.creneau.challenge;

import fr.creneau.challenge.ChallengeMessages.SendCode;
import fr.creneau.challenge.ProofOfWork.Solution;
import fr.creneau.config.Config;
import fr.creneau.domain.applicant.EmailAddress;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Redis remembers of security checks, for minutes: used solutions, sealed codes, how many were sent. Neither a code nor an address
 * nor a network stands there in clear. All keys of a desk share its hash tag.
 */
final class ChallengeStore {
    private static final Duration COUNTED_FOR = Duration.ofHours(1);
    /** Whoever has two holds, one after the other, may have all codes of both. */
    private static final int HOLDS_PER_ADDRESS = 2;

    static final LuaScript BURN = LuaScript.load("redis/challenge-burn.lua");
    private static final LuaScript KEEP = LuaScript.load("redis/challenge-code-send.lua");
    private static final LuaScript TRY = LuaScript.load("redis/challenge-code-try.lua");
    private static final LuaScript USE = LuaScript.load("redis/challenge-code-use.lua");

    private final RedisGateway redis;
    private final SecurityCodes codes;
    private final Config.Challenge limits;
    private final LuaScript burn;

    ChallengeStore(RedisGateway redis, SecurityCodes codes, Config.Challenge limits) {
        this(redis, codes, limits, BURN);
    }

    /** @param burn {@link #BURN}; a test shows what its guard is for by taking it out */
    ChallengeStore(RedisGateway redis, SecurityCodes codes, Config.Challenge limits, LuaScript burn) {
        this.redis = redis;
        this.codes = codes;
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

    /** Marks a solution as used; whether this was its first use. The mark outlives the challenge, with room for clocks that differ. */
    Future<Boolean> burn(DeskId desk, Solution solution) {
        long life = limits.validity().multipliedBy(2).toMillis();
        return redis.run(burn, List.of(key(desk, "used", solution.signature())), List.of("" + life))
                .map(reply -> reply.toInteger() == 1);
    }

    /** Keeps a new code's seal; false if too many codes were sent for that hold, to that address or for that network within an hour. */
    Future<Boolean> keepCode(SendCode request, String hold, String seal) {
        DeskId desk = request.desk();
        String address = codes.pseudonym("address", mailbox(request.to()));
        String network = codes.pseudonym("network", request.clientPrefix());
        List<String> keys = List.of(
                codeKey(desk, hold),
                key(desk, "sent-hold", hold),
                key(desk, "sent-address", address),
                key(desk, "sent-network", network));
        List<String> arguments = List.of(
                seal,
                "" + limits.codeValidity().toMillis(),
                "" + COUNTED_FOR.toMillis(),
                "" + limits.codeSends(),
                "" + limits.codeSends() * HOLDS_PER_ADDRESS,
                "" + limits.codeSendsPerPrefix());
        return redis.run(KEEP, keys, arguments).map(reply -> reply.toInteger() == 1);
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

    /** Upper case and what follows a plus sign make no other mailbox for whoever floods it. */
    private static String mailbox(EmailAddress address) {
        String[] parts = address.value().toLowerCase(Locale.ROOT).split("@", 2);
        return parts[0].split("\\+", 2)[0] + "@" + parts[1];
    }

    private static String codeKey(DeskId desk, String hold) {
        return key(desk, "code", hold);
    }

    private static String key(DeskId desk, String what, String name) {
        return "{" + desk + "}:challenge:" + what + ":" + name;
    }
}
