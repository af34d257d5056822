package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A release opens. Beforehand {@code load.users} people answer the questions; then all arrive within one second, each on a new
 * connection, for one of the seats: who comes first has one ({@link FirstCome}), or they are drawn ({@link Drawn}).
 */
public final class ReleaseDay extends Simulation {
    private static final int USERS = Settings.number("users", 3_000);
    private static final int SEATS = Settings.number("seats", 300);
    private static final Duration BEFORE = Settings.seconds("before", 20);
    /** Between the last journey and the opening. */
    private static final Duration BREATH = Duration.ofSeconds(8);
    /** From so many on for each seat, none is left by chance. */
    private static final int CROWDED = 10;
    /** One in so many comes for a ticket only when the draw is over. */
    private static final int LATE = 20;

    private static final Duration LATE_AFTER = Duration.ofSeconds(5);
    /** What somebody who comes again has from before. */
    private static final List<String> KEPT = List.of("token", "email", "agdref", "network", "number", "ticket");

    private final Queue<Map<String, Object>> prepared = new ConcurrentLinkedQueue<>();
    private final Run run = Run.at(new Sale(SEATS, BEFORE.plus(BREATH), Settings.waitingRoom()), Map.of());

    {
        Instant opens = run.slots().stream()
                .flatMap(slot -> slot.opens().stream())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        boolean announced = opens.isAfter(Instant.now().plus(BEFORE));
        int latecomers = Settings.waitingRoom() ? Math.max(1, USERS / LATE) : 0;
        Opening opening =
                Settings.waitingRoom() ? new Drawn(run, USERS, latecomers) : new FirstCome(run, USERS, announced);
        Auditor auditor = run.auditor(rules(opening));
        Duration wait = announced ? Duration.between(Instant.now(), opens) : BEFORE.plus(BREATH);
        PopulationBuilder before = scenario("before")
                .exec(opening.before(), exec(this::keep))
                .injectOpen(rampUsers(USERS).during(BEFORE));
        PopulationBuilder crowd = scenario("crowd")
                .exec(
                        exec(this::arrive),
                        doIf(session -> !session.contains("token")).then(opening.before()),
                        opening.arrive())
                .injectOpen(
                        nothingFor(wait),
                        rampUsers(USERS).during(1),
                        nothingFor(LATE_AFTER),
                        rampUsers(latecomers).during(LATE_AFTER));
        setUp(before, crowd.andThen(auditor.afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(auditor.assertions(opening.assertions()));
    }

    private Map<String, Rule> rules(Opening opening) {
        Map<String, Rule> rules = new HashMap<>(opening.rules());
        if (run.target().own() && USERS >= CROWDED * SEATS) {
            rules.put("sold-out", this::unsold);
        }
        return rules;
    }

    private Session keep(Session session) {
        if (session.contains("token")) {
            Map<String, Object> person = new HashMap<>();
            KEPT.stream().filter(session::contains).forEach(key -> person.put(key, session.get(key)));
            prepared.add(person);
        }
        return session;
    }

    /** Who has prepared nothing comes as somebody new. */
    private Session arrive(Session session) {
        Map<String, Object> person = prepared.poll();
        return person == null ? session : session.setAll(person);
    }

    private Optional<String> unsold() {
        int capacity = run.slots().stream().mapToInt(Target.Slot::capacity).sum();
        int requests = run.ledger().requests();
        return requests == capacity
                ? Optional.empty()
                : Optional.of("%d of %d seats were asked for in the end".formatted(requests, capacity));
    }
}
