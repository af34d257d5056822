package fr.creneau.challenge;

import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.challenge.ChallengeMessages.Solve;
import fr.creneau.hold.Hold;
import io.vertx.core.Future;

/**
 * Passes a hold whose session solved the challenge issued for it. A solution proves once; a hold that is proven stays so, whatever is
 * posted again by a double click or a second tab.
 */
final class SolutionCheck {
    private final ProofOfWork proofOfWork;
    private final ChallengeStore store;
    private final Holds holds;

    SolutionCheck(ProofOfWork proofOfWork, ChallengeStore store, Holds holds) {
        this.proofOfWork = proofOfWork;
        this.store = store;
        this.holds = holds;
    }

    Future<CheckOutcome> check(Solve solve) {
        return holds.find(solve.desk(), solve.session())
                .compose(hold -> hold.map(live -> check(solve, live))
                        .orElseGet(() -> Future.succeededFuture(new CheckOutcome.HoldGone())));
    }

    private Future<CheckOutcome> check(Solve solve, Hold hold) {
        if (hold.proven()) {
            return Future.succeededFuture(new CheckOutcome.Passed(hold));
        }
        return proofOfWork
                .verify(solve.payload(), hold.id())
                .map(solution -> store.burn(solve.desk(), solution)
                        .compose(first -> first
                                ? holds.prove(solve.desk(), solve.session())
                                : holds.passedMeanwhile(solve.desk(), solve.session(), new CheckOutcome.Refused())))
                .orElseGet(() -> Future.succeededFuture(new CheckOutcome.Refused()));
    }
}
