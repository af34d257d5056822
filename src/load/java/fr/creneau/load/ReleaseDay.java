package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A release opens. Beforehand {@code load.users} people answer the questions, some of them ask too early; then all arrive within one
 * second, each on a new connection, and ask for one of the seats. Who gets one makes the request, the others look again for a while.
 */
public final class ReleaseDay extends Simulation {
    private static final int USERS = Settings.number("users", 3_000);
    private static final int SEATS = Settings.number("seats", 300);
    private static final Duration BEFORE = Settings.seconds("before", 20);
    /** Between the last journey and the opening. */
    private static final Duration BREATH = Duration.ofSeconds(8);
    /** From so many on for each seat, none is left by chance. */
    private static final int CROWDED = 10;

    private final Queue<Map<String, Object>> prepared = new ConcurrentLinkedQueue<>();
    private final Run run = Run.at(
            SEATS,
            BEFORE.plus(BREATH),
            Map.of(),
            Settings.urls().isEmpty() && USERS >= CROWDED * SEATS ? Map.of("sold-out", this::unsold) : Map.of());
    private final List<Target.Slot> slots = run.slots();
    private final Applicants applicants = run.applicants();

    {
        Instant opens = slots.stream()
                .flatMap(slot -> slot.opens().stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        boolean announced = opens.isAfter(Instant.now().plus(BEFORE));
        Duration wait = announced ? Duration.between(Instant.now(), opens) : BEFORE.plus(BREATH);
        PopulationBuilder before = scenario("before")
                .exec(applicants.person(), applicants.journey(), exec(this::keep))
                .doIf(session -> announced && session.userId() % 20 == 0)
                .then(tooEarly())
                .injectOpen(rampUsers(USERS).during(BEFORE));
        PopulationBuilder crowd = scenario("crowd")
                .exec(this::arrive)
                .exec(applicants.chooseSlot(), applicants.holdOr("full"))
                .exec(doIfOrElse((Session session) -> session.contains("seat"))
                        .then(applicants.book())
                        .orElse(lookAgain()))
                .injectOpen(nothingFor(wait), rampUsers(USERS).during(1));
        setUp(before, crowd.andThen(run.auditor().afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(run.assertions(
                        details("hold").successfulRequests().count().is((long) USERS),
                        details("hold").responseTime().max().lt(Settings.number("answer-ms", 3_000)),
                        details("poll").failedRequests().count().is(0L),
                        details("poll").responseTime().percentile(99).lt(Settings.number("poll-ms", 50)),
                        details("booking").failedRequests().count().is(0L)));
    }

    private ChainBuilder tooEarly() {
        return exec(
                applicants.chooseSlot(),
                applicants
                        .hold("hold too early")
                        .check(status().is(409), jmesPath("code").is("not-open")));
    }

    private ChainBuilder lookAgain() {
        return exec(
                pause(5),
                repeat(Settings.number("polls", 6)).on(applicants.poll().toChainBuilder(), pause(5, 10)));
    }

    private Session keep(Session session) {
        if (session.contains("token")) {
            prepared.add(Map.of(
                    "token", session.getString("token"),
                    "email", session.getString("email"),
                    "agdref", session.getString("agdref"),
                    "network", session.getString("network")));
        }
        return session;
    }

    private Session arrive(Session session) {
        Map<String, Object> person = prepared.poll();
        return person == null ? session.markAsFailed() : session.setAll(person);
    }

    private Optional<String> unsold() {
        int capacity = slots.stream().mapToInt(Target.Slot::capacity).sum();
        int requests = run.ledger().requests();
        return requests == capacity
                ? Optional.empty()
                : Optional.of("%d of %d seats were asked for in the end".formatted(requests, capacity));
    }
}
