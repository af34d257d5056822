package fr.creneau.challenge;

import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.altcha.altcha.Altcha;

/**
 * ALTCHA's proof of work, bound to a hold. The challenge carries all that is needed to verify it, signed: nothing is kept until it is
 * solved. Thread-safe; making one costs microseconds, verifying one too.
 */
final class ProofOfWork {
    private static final Altcha.Algorithm ALGORITHM = Altcha.Algorithm.SHA256;
    private static final String HOLD = "hold";
    private static final int LONGEST_PAYLOAD = 2_048;

    private final Keyring keys;
    private final Difficulty difficulty;
    private final Duration validity;
    private static final String EXPIRES = "expires";

    private final Clock clock;

    ProofOfWork(Keyring keys, Config.Challenge config, Clock clock) {
        this.keys = keys;
        this.difficulty = new Difficulty(config);
        this.validity = config.validity();
        this.clock = clock;
    }

    /**
     * A right solution.
     *
     * @param signature the same for whatever spelling of the payload: what makes it single use
     */
    record Solution(String signature) {}

    /**
     * A challenge as ALTCHA's protocol has it, as JSON.
     *
     * @param load how busy the desk is, see {@link Difficulty#maxNumber}
     */
    String issue(String hold, long load) {
        return issueUpTo(hold, difficulty.maxNumber(load));
    }

    /** The same for enrolling. */
    String issueToEnrol(String subject, long load) {
        return issueUpTo(subject, difficulty.maxNumberToEnrol(load));
    }

    private String issueUpTo(String hold, long maxNumber) {
        Instant expires = clock.instant().plus(validity);
        Altcha.ChallengeOptions options = new Altcha.ChallengeOptions()
                .setAlgorithm(ALGORITHM)
                .setHmacKey(HexFormat.of().formatHex(keys.current()))
                .setMaxNumber(maxNumber)
                .setSecureRandomNumber(true)
                .setExpires(expires.getEpochSecond())
                .addParam(HOLD, hold);
        Altcha.Challenge challenge = create(options);
        return new JsonObject()
                .put("algorithm", challenge.algorithm)
                .put("challenge", challenge.challenge)
                .put("maxnumber", challenge.maxnumber)
                .put("salt", challenge.salt)
                .put("signature", challenge.signature)
                .encode();
    }

    /** The solution, if the payload is one, in time, of a challenge issued for that hold. The payload may be anything at all. */
    Optional<Solution> verify(String payload, String hold) {
        return parse(payload)
                .filter(solution -> isInTimeFor(solution, hold))
                .filter(this::isRight)
                .map(solution -> new Solution(solution.signature));
    }

    private static Altcha.Challenge create(Altcha.ChallengeOptions options) {
        try {
            return Altcha.createChallenge(options);
        } catch (Exception impossible) {
            throw new IllegalStateException("every JDK has SHA-256 and its HMAC", impossible);
        }
    }

    private static Optional<Altcha.Payload> parse(String payload) {
        if (payload.length() > LONGEST_PAYLOAD) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getDecoder().decode(payload);
            JsonObject fields = new JsonObject(new String(json, StandardCharsets.UTF_8));
            Altcha.Payload parsed = new Altcha.Payload();
            parsed.algorithm = fields.getString("algorithm");
            parsed.challenge = fields.getString("challenge");
            parsed.number = fields.getLong("number");
            parsed.salt = fields.getString("salt");
            parsed.signature = fields.getString("signature");
            return isComplete(parsed) ? Optional.of(parsed) : Optional.empty();
        } catch (RuntimeException notBase64OrNotJson) {
            return Optional.empty();
        }
    }

    private static boolean isComplete(Altcha.Payload payload) {
        return ALGORITHM.getName().equals(payload.algorithm)
                && payload.challenge != null
                && payload.number != null
                && payload.salt != null
                && payload.signature != null;
    }

    /** By our clock: the library would go by the machine's. */
    private boolean isInTimeFor(Altcha.Payload payload, String hold) {
        try {
            Map<String, String> params = Altcha.extractParams(payload.salt);
            return hold.equals(params.get(HOLD))
                    && clock.instant().getEpochSecond() <= Long.parseLong(params.getOrDefault(EXPIRES, ""));
        } catch (Exception noParameters) {
            return false;
        }
    }

    /** Every key verifies, so that keys can be changed while people are solving. */
    private boolean isRight(Altcha.Payload payload) {
        return keys.all().stream().anyMatch(key -> {
            try {
                return Altcha.verifySolution(payload, HexFormat.of().formatHex(key), false);
            } catch (Exception garbage) {
                return false;
            }
        });
    }
}
