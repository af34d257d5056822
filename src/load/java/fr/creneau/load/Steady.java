package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An ordinary day: {@code load.users} people come every second, most look at the pages, one in five books by the JSON interface. */
public final class Steady extends Simulation {
    private static final double ARRIVALS = Settings.number("users", 10);
    private static final double BOOKING = 0.2;
    private static final Duration DURATION = Settings.seconds("seconds", 90);

    private final Run run = Run.at(Sale.open(Settings.number("seats", 1_000)), Map.of());

    {
        Applicants applicants = run.applicants();
        Auditor auditor = run.auditor(Map.of());
        PopulationBuilder visitors = scenario("visitors")
                .exec(new Visitors(run.target()).look())
                .injectOpen(constantUsersPerSec(ARRIVALS * (1 - BOOKING)).during(DURATION));
        PopulationBuilder booking = scenario("applicants")
                .exec(applicants.person(), applicants.journey())
                .exec(pause(1, 3))
                .exec(applicants.poll())
                .exec(pause(1, 3))
                .exec(applicants.chooseSlot(), applicants.holdOr("full"))
                .exec(pause(1, 3))
                .exec(doIf(session -> session.contains("seat")).then(applicants.book()))
                .injectOpen(constantUsersPerSec(ARRIVALS * BOOKING).during(DURATION));
        setUp(visitors, booking.andThen(auditor.afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(auditor.assertions(List.of(
                        global().failedRequests().count().is(0L),
                        details("booking").successfulRequests().count().gt(0L),
                        details("calendar").responseTime().percentile(99).lt(Settings.number("page-ms", 250)),
                        details("hold").responseTime().percentile(99).lt(Settings.number("answer-ms", 1_000)),
                        details("booking").responseTime().percentile(99).lt(Settings.number("answer-ms", 1_000)))));
    }
}
