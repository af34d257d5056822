package fr.creneau.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.challenge.ProofOfWork.Solution;
import fr.creneau.crypto.Keyring;
import fr.creneau.hold.Hold;
import fr.creneau.hold.SessionId;
import fr.creneau.redis.LuaScript;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProofOfWorkIT {
    private static final int RACERS = 100;

    private static ChallengeBench bench;

    @BeforeAll
    static void start() {
        bench = new ChallengeBench();
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @Test
    void aSolvedChallengeProvesTheHoldAndGivesItTheFullTime() {
        SessionId session = bench.holder();
        Hold before = bench.hold(session);
        CheckOutcome outcome = bench.solve(session, bench.solved(session));
        assertThat(before.proven()).isFalse();
        assertThat(outcome).isInstanceOfSatisfying(CheckOutcome.Passed.class, passed -> {
            assertThat(passed.hold().id()).isEqualTo(before.id());
            assertThat(passed.hold().proven()).isTrue();
            assertThat(passed.hold().expiresAt()).isEqualTo(before.deadline());
        });
        assertThat(bench.hold(session).proven()).isTrue();
    }

    @Test
    void whoIsProvenStaysSoWhateverIsPostedAgain() {
        SessionId session = bench.holder();
        String payload = bench.solved(session);
        bench.solve(session, payload);
        assertThat(bench.solve(session, payload)).isInstanceOf(CheckOutcome.Passed.class);
        assertThat(bench.solve(session, "garbage")).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void aSolutionUsedBeforeIsRefused() {
        SessionId session = bench.holder();
        String payload = bench.solved(session);
        // As after a fault between the use of the solution and the word to the hold.
        Solution used = proofOfWork(Clock.systemUTC())
                .verify(payload, bench.hold(session).id())
                .orElseThrow();
        assertThat(ChallengeBench.await(store(bench.redis, ChallengeStore.BURN).burn(bench.desk, used)))
                .isTrue();
        assertThat(bench.solve(session, payload)).isInstanceOf(CheckOutcome.Refused.class);
        assertThat(bench.hold(session).proven()).isFalse();
        assertThat(bench.solve(session, bench.solved(session))).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void anotherHoldsSolutionIsRefused() {
        SessionId one = bench.holder();
        SessionId other = bench.holder();
        String payload = bench.solved(one);
        assertThat(bench.solve(other, payload)).isInstanceOf(CheckOutcome.Refused.class);
        assertThat(bench.hold(other).proven()).isFalse();
        assertThat(bench.solve(one, payload)).isInstanceOf(CheckOutcome.Passed.class);
    }

    @Test
    void anExpiredChallengeIsRefused() {
        SessionId session = bench.holder();
        Clock past = Clock.fixed(
                Instant.now().minus(ChallengeBench.LIMITS.validity()).minus(Duration.ofSeconds(5)), ZoneOffset.UTC);
        String payload =
                Solver.solve(proofOfWork(past).issue(bench.hold(session).id(), 0));
        assertThat(bench.solve(session, payload)).isInstanceOf(CheckOutcome.Refused.class);
    }

    @Test
    void aSolutionForAHoldThatIsGoneSaysSo() {
        SessionId session = bench.holder();
        String payload = bench.solved(session);
        bench.release(session);
        assertThat(bench.solve(session, payload)).isInstanceOf(CheckOutcome.HoldGone.class);
    }

    @Test
    void garbageIsRefused() {
        SessionId session = bench.holder();
        assertThat(Stream.of("", "%", "AAAA", Solver.encode("{}"), "\u0000", "A".repeat(100_000)))
                .allSatisfy(
                        garbage -> assertThat(bench.solve(session, garbage)).isInstanceOf(CheckOutcome.Refused.class));
        assertThat(bench.hold(session).proven()).isFalse();
    }

    /** Our own script, writing its mark whether there is one or not. */
    @Test
    void withoutTheGuardManyWouldBeTheFirstToUseTheSameSolution() {
        String guard = "'NX', ";
        assertThat(ChallengeStore.BURN.source()).contains(guard);
        LuaScript unguarded =
                LuaScript.of("unguarded", ChallengeStore.BURN.source().replace(guard, ""));
        Solution solution = new Solution("unguarded-" + System.nanoTime());
        assertThat(raced(unguarded, solution)).isGreaterThan(1);
    }

    @Test
    void ofManyWhoUseTheSameSolutionAtOnceOneIsTheFirst() {
        assertThat(raced(ChallengeStore.BURN, new Solution("race-" + System.nanoTime())))
                .isEqualTo(1);
    }

    /** How many of those who use the solution at once, on several instances, are told that they are the first. */
    private static long raced(LuaScript burn, Solution solution) {
        List<RedisGateway> gateways = IntStream.range(0, 4)
                .mapToObj(i -> RedisGateway.open(bench.vertx, bench.config.redis()))
                .toList();
        List<Future<Boolean>> uses = IntStream.range(0, RACERS)
                .mapToObj(i -> store(gateways.get(i % 4), burn).burn(bench.desk, solution))
                .toList();
        ChallengeBench.await(Future.all(uses));
        gateways.forEach(gateway -> ChallengeBench.await(gateway.close()));
        return uses.stream().filter(Future::result).count();
    }

    @Test
    void theSameSolutionPostedManyTimesAtOnceProvesTheHoldAndHarmsNothing() {
        SessionId session = bench.holder();
        String payload = bench.solved(session);
        List<Future<CheckOutcome>> outcomes = IntStream.range(0, RACERS)
                .mapToObj(i -> bench.bus.request(
                        ChallengeMessages.SOLVE, new ChallengeMessages.Solve(bench.desk, session, payload)))
                .toList();
        ChallengeBench.await(Future.all(outcomes));
        assertThat(outcomes.stream().map(Future::result))
                .allMatch(outcome -> outcome instanceof CheckOutcome.Passed || outcome instanceof CheckOutcome.Refused)
                .anyMatch(outcome -> outcome instanceof CheckOutcome.Passed);
        assertThat(bench.hold(session).proven()).isTrue();
    }

    private static ChallengeStore store(RedisGateway redis, LuaScript burn) {
        return new ChallengeStore(redis, ChallengeBench.LIMITS, burn, "redis/clock.lua");
    }

    private static ProofOfWork proofOfWork(Clock clock) {
        return new ProofOfWork(keys("proof of work"), ChallengeBench.LIMITS, clock);
    }

    private static Keyring keys(String use) {
        return Keyring.derive(bench.config.security().keys(), use);
    }
}
