package fr.creneau.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.config.Config;
import fr.creneau.config.Secret;
import fr.creneau.crypto.Keyring;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofOfWorkTest {
    private static final Config.Challenge LIMITS =
            new Config.Challenge(1_000, 8_000, 10, 100, Duration.ofMinutes(10), Duration.ofMinutes(10), 5);
    private static final Keyring KEYS = keyring("new", "old");

    private final ProofOfWork proofOfWork = new ProofOfWork(KEYS, LIMITS, Clock.systemUTC());

    @Test
    void aSolvedChallengeIsRight() {
        assertThat(proofOfWork.verify(Solver.solve(proofOfWork.issue("h1", 0)), "h1"))
                .isPresent();
    }

    @Test
    void aChallengeIsAsThePublishedProtocolHasIt() {
        JsonObject challenge = new JsonObject(proofOfWork.issue("h1", 0));
        assertThat(challenge.fieldNames())
                .containsExactlyInAnyOrder("algorithm", "challenge", "maxnumber", "salt", "signature");
        assertThat(challenge.getString("algorithm")).isEqualTo("SHA-256");
        assertThat(challenge.getString("challenge")).matches("[0-9a-f]{64}");
        assertThat(challenge.getInteger("maxnumber")).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 1000", "10, 1000", "11, 1100", "40, 4000", "80, 8000", "81, 8000", "1000000000000, 8000"
    })
    void itGetsHarderInProportionToTheLoadUpToABound(long load, long maxNumber) {
        assertThat(new JsonObject(proofOfWork.issue("h1", load)).getLong("maxnumber"))
                .isEqualTo(maxNumber);
    }

    @Test
    void anotherHoldsSolutionIsRefused() {
        assertThat(proofOfWork.verify(Solver.solve(proofOfWork.issue("h1", 0)), "h2"))
                .isEmpty();
    }

    @Test
    void aSolutionOfAnExpiredChallengeIsRefused() {
        Clock longAgo = Clock.fixed(Instant.now().minus(Duration.ofMinutes(11)), ZoneOffset.UTC);
        String payload = Solver.solve(new ProofOfWork(KEYS, LIMITS, longAgo).issue("h1", 0));
        assertThat(proofOfWork.verify(payload, "h1")).isEmpty();
    }

    @Test
    void aChallengeIssuedUnderTheKeyBeforeStillPasses() {
        String payload = Solver.solve(new ProofOfWork(keyring("old"), LIMITS, Clock.systemUTC()).issue("h1", 0));
        assertThat(proofOfWork.verify(payload, "h1")).isPresent();
    }

    @Test
    void aChallengeOfSomebodyElsesMakingIsRefused() {
        String payload = Solver.solve(new ProofOfWork(keyring("other"), LIMITS, Clock.systemUTC()).issue("h1", 0));
        assertThat(proofOfWork.verify(payload, "h1")).isEmpty();
    }

    @Test
    void everySpellingOfASolutionHasTheSameSignature() {
        JsonObject solution = Solver.solution(proofOfWork.issue("h1", 0));
        String plain = Solver.encode(solution);
        String padded = Solver.encode(
                " " + solution.copy().put("took", 99_999).put("more", "x").encodePrettily());
        assertThat(plain).isNotEqualTo(padded);
        assertThat(proofOfWork.verify(padded, "h1")).isEqualTo(proofOfWork.verify(plain, "h1"));
    }

    @Test
    void noPartOfASolutionCanBeChanged() {
        JsonObject right = Solver.solution(proofOfWork.issue("h1", 0));
        String salt = right.getString("salt");
        long number = right.getLong("number");
        List<JsonObject> wrong = List.of(
                right.copy().put("number", number + 1),
                right.copy().put("number", -number - 1),
                right.copy().put("salt", salt.replace("hold=h1", "hold=h2")),
                right.copy().put("salt", salt.replaceAll("expires=\\d+", "expires=99999999999")),
                right.copy().put("salt", salt.replaceAll("expires=\\d+&?", "")),
                right.copy().put("salt", salt.substring(0, salt.indexOf('?'))),
                right.copy().put("challenge", "0".repeat(64)),
                right.copy().put("signature", "0".repeat(64)),
                right.copy().put("signature", right.getString("signature").toUpperCase(java.util.Locale.ROOT)),
                right.copy().put("algorithm", "SHA-1"),
                right.copy().put("algorithm", "none"));
        assertThat(wrong)
                .allSatisfy(solution -> assertThat(proofOfWork.verify(Solver.encode(solution), "h1"))
                        .isEmpty());
        assertThat(proofOfWork.verify(Solver.encode(right), "h1")).isPresent();
    }

    @Test
    void digitsCannotMoveBetweenSaltAndNumber() {
        JsonObject right = Solver.solution(proofOfWork.issue("h1", 0));
        String number = String.valueOf(right.getLong("number"));
        JsonObject spliced = right.copy()
                .put("salt", right.getString("salt") + number.charAt(0))
                .put("number", Long.parseLong("0" + number.substring(1)));
        assertThat(proofOfWork.verify(Solver.encode(spliced), "h1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "%%%",
                "é",
                "AAAA",
                "null",
                "{}",
                "[]",
                "[[[[",
                "\"text\"",
                "{\"algorithm\":null}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":1,\"number\":1,\"salt\":2,\"signature\":3}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":\"a\",\"number\":\"x\",\"salt\":\"b\",\"signature\":\"c\"}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":\"a\",\"number\":1e400,\"salt\":\"b\",\"signature\":\"c\"}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":\"a\",\"number\":1,\"salt\":\"?expires=soon&hold=h1\",\"signature\":\"c\"}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":\"a\",\"number\":1,\"salt\":\"?%zz&=&expires&hold=h1\",\"signature\":\"c\"}",
                "{\"algorithm\":\"SHA-256\",\"challenge\":\"a\",\"number\":1,\"salt\":\"\",\"signature\":\"\"}"
            })
    void garbageIsRefusedWithoutAFault(String garbage) {
        assertThat(proofOfWork.verify(garbage, "h1")).isEmpty();
        assertThat(proofOfWork.verify(Solver.encode(garbage), "h1")).isEmpty();
    }

    @Test
    void hugeAndDeepPayloadsAreRefusedWithoutAFault() {
        assertThat(proofOfWork.verify("A".repeat(1_000_000), "h1")).isEmpty();
        assertThat(proofOfWork.verify(Solver.encode("[".repeat(1_500)), "h1")).isEmpty();
        assertThat(proofOfWork.verify(Solver.encode("{\"a\":".repeat(300)), "h1"))
                .isEmpty();
    }

    private static Keyring keyring(String... secrets) {
        return Keyring.derive(java.util.Arrays.stream(secrets).map(Secret::new).toList(), "proof of work");
    }
}
