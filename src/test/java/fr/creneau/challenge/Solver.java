package fr.creneau.challenge;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.altcha.altcha.Altcha;

/** Solves challenges as a browser does. */
public final class Solver {
    private Solver() {}

    /** The payload that a browser posts for a challenge. */
    public static String solve(String challengeJson) {
        return encode(solution(challengeJson));
    }

    /** The fields of that payload, to tamper with. */
    static JsonObject solution(String challengeJson) {
        JsonObject challenge = new JsonObject(challengeJson);
        try {
            Altcha.Solution solution = Altcha.solveChallenge(
                    challenge.getString("challenge"),
                    challenge.getString("salt"),
                    Altcha.Algorithm.SHA256,
                    challenge.getLong("maxnumber"),
                    0);
            return challenge.copy().put("number", solution.number).put("took", solution.took);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String encode(JsonObject payload) {
        return encode(payload.encode());
    }

    static String encode(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
