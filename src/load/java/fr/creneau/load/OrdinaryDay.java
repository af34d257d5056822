package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.time.Duration;
import java.util.List;

/** {@code load.users} people come every second: most look at the pages, one in five books by the JSON interface. */
record OrdinaryDay(Run run, Duration duration) {
    private static final double ARRIVALS = Settings.number("users", 10);
    private static final double BOOKING = 0.2;

    PopulationBuilder visitors() {
        return scenario("visitors")
                .exec(new Visitors(run.target()).look())
                .injectOpen(constantUsersPerSec(ARRIVALS * (1 - BOOKING)).during(duration));
    }

    PopulationBuilder booking() {
        Applicants applicants = run.applicants();
        return scenario("applicants")
                .exec(applicants.person(), applicants.journey())
                .exec(pause(1, 3))
                .exec(applicants.poll())
                .exec(pause(1, 3))
                .exec(applicants.chooseSlot(), applicants.holdOr("full"))
                .exec(pause(1, 3))
                .exec(doIf(session -> session.contains("seat")).then(applicants.book()))
                .injectOpen(constantUsersPerSec(ARRIVALS * BOOKING).during(duration));
    }

    /** Nothing failed, and nobody waited long. */
    List<Assertion> assertions(int pageMs, int answerMs) {
        return List.of(
                global().failedRequests().count().is(0L),
                details("booking").successfulRequests().count().gt(0L),
                details("calendar").responseTime().percentile(99).lt(Settings.number("page-ms", pageMs)),
                details("hold").responseTime().percentile(99).lt(Settings.number("answer-ms", answerMs)),
                details("booking").responseTime().percentile(99).lt(Settings.number("answer-ms", answerMs)));
    }
}
