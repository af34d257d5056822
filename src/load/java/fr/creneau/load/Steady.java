package fr.creneau.load;

import io.gatling.javaapi.core.Simulation;
import java.util.Map;

/** An ordinary day. */
public final class Steady extends Simulation {
    private static final int PAGE_MS = 250;
    private static final int ANSWER_MS = 1_000;

    {
        Run run = Run.at(Sale.open(Settings.number("seats", 1_000)), Map.of());
        OrdinaryDay day = new OrdinaryDay(run, Settings.seconds("seconds", 90));
        Auditor auditor = run.auditor(Map.of());
        setUp(day.visitors(), day.booking().andThen(auditor.afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(auditor.assertions(day.assertions(PAGE_MS, ANSWER_MS)));
    }
}
