package fr.creneau.challenge;

import fr.creneau.bus.Bus;
import fr.creneau.config.Config;
import fr.creneau.crypto.Keyring;
import fr.creneau.redis.RedisGateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers {@link ChallengeMessages}. Needs the hold and limit verticles, Redis and the outbox. */
public final class ChallengeVerticle extends VerticleBase {
    private final Config config;
    private final SqlClient database;
    private final Clock clock;
    private @Nullable RedisGateway redis;

    public ChallengeVerticle(Config config, SqlClient database, Clock clock) {
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /** Succeeds even while Redis is away: requests fail until it is back. */
    @Override
    public Future<?> start() {
        Bus bus = Bus.of(vertx);
        redis = RedisGateway.open(vertx, config.redis());
        Holds holds = new Holds(bus);
        ProofOfWork proofOfWork = new ProofOfWork(keys("proof of work"), config.challenge(), clock);
        SecurityCodes codes = new SecurityCodes(keys("security code"));
        ChallengeStore store = new ChallengeStore(redis, config.challenge());
        SolutionCheck solutions = new SolutionCheck(proofOfWork, store, holds);
        CodeCheck codeCheck = new CodeCheck(
                bus, codes, store, holds, database, config.challenge().codeValidity(), clock);

        return Future.all(List.of(
                bus.answer(ChallengeMessages.ISSUE, issue -> issued(proofOfWork, store, issue))
                        .completion(),
                bus.answer(
                                ChallengeMessages.ISSUE_FOR,
                                asked -> Future.succeededFuture(new ChallengeMessages.Issued(
                                        proofOfWork.issueToEnrol(asked.subject(), asked.load()))))
                        .completion(),
                bus.answer(ChallengeMessages.WEIGH, asked -> Future.succeededFuture(weigh(proofOfWork, asked)))
                        .completion(),
                bus.answer(ChallengeMessages.SOLVE, solutions::check).completion(),
                bus.answer(ChallengeMessages.SEND_CODE, codeCheck::send).completion(),
                bus.answer(ChallengeMessages.SEND_CODE_FOR, codeCheck::sendFor).completion(),
                bus.answer(ChallengeMessages.WEIGH_CODE, codeCheck::weigh).completion(),
                bus.answer(ChallengeMessages.CHECK_CODE, codeCheck::check).completion()));
    }

    @Override
    public Future<?> stop() {
        return redis == null ? Future.succeededFuture() : redis.close();
    }

    /** As hard as in calm times where the load cannot be asked for. */
    private static Future<ChallengeMessages.Issued> issued(
            ProofOfWork proofOfWork, ChallengeStore store, ChallengeMessages.Issue issue) {
        return store.load(issue.desk(), issue.hold())
                .otherwise(0L)
                .map(load -> new ChallengeMessages.Issued(proofOfWork.issue(issue.hold(), load)));
    }

    private static ChallengeMessages.WeighOutcome weigh(ProofOfWork proofOfWork, ChallengeMessages.Weigh asked) {
        return proofOfWork
                .verify(asked.payload(), asked.subject())
                .<ChallengeMessages.WeighOutcome>map(
                        solution -> new ChallengeMessages.WeighOutcome.Right(solution.signature()))
                .orElseGet(ChallengeMessages.WeighOutcome.Wrong::new);
    }

    private Keyring keys(String use) {
        return Keyring.derive(config.security().keys(), use);
    }
}
