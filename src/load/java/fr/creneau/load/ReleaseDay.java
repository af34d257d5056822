package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A release opens. Beforehand {@code load.users} people answer the questions; then all arrive within one second, each on a new
 * connection, for one of the seats: who comes first has one ({@link FirstCome}), or they are drawn ({@link Drawn}). At a site of the run's own
 * a smaller crowd rehearses it at another desk: an opening finds instances that have served for days, not ones that still compile their own
 * code.
 */
public final class ReleaseDay extends Simulation {
    private static final int USERS = Settings.number("users", 3_000);
    private static final int SEATS = Settings.number("seats", 300);
    private static final Duration BEFORE = Settings.seconds("before", 15);
    /** Between the last journey and the opening. */
    private static final Duration BREATH = Duration.ofSeconds(8);
    /** From so many on for each seat, none is left by chance. */
    private static final int CROWDED = 10;
    /** One in so many comes for a ticket only when the draw is over. */
    private static final int LATE = 20;

    private static final int REHEARSING = Settings.number("rehearsing", USERS / 3);
    /** Done with it before the opening. */
    private static final int FEW_LOOKS = 2;
    /** From the rehearsal's arrivals on: those who got a seat fill in their forms meanwhile. */
    private static final Duration FORMS = Duration.ofSeconds(35);

    private static final int ARRIVAL_MS = 1_000;
    private static final Duration LATE_AFTER = Duration.ofSeconds(5);

    /** The rehearsal's people arrive so long before the run's own. A draw has an opening of its own, at a full minute. */
    private static final Duration AHEAD = Settings.waitingRoom() ? OwnSite.AHEAD : FORMS;

    private final Sale sale = new Sale(SEATS, BEFORE.plus(BREATH).plus(AHEAD), Settings.waitingRoom());
    private final Run run = Run.at(sale, Map.of());

    {
        Optional<Instant> announced = announced(run);
        Instant opens = announced.orElseGet(() -> Instant.now().plus(BEFORE).plus(BREATH));
        int latecomers = Settings.waitingRoom() ? Math.max(1, USERS / LATE) : 0;
        Opening opening = Settings.waitingRoom()
                ? new Drawn(run, USERS, latecomers, Settings.number("polls", 5), opens)
                : new FirstCome(run, USERS, announced, Settings.number("polls", 4));
        Auditor auditor = run.auditor(rules(opening));
        PopulationBuilder crowd = scenario("crowd")
                .exec(opening.before(), pause(session -> until(opens)), opening.arrive())
                .injectOpen(
                        nothingFor(untilTheFirstComes(opens)),
                        rampUsers(USERS).during(BEFORE),
                        nothingFor(BREATH.plus(LATE_AFTER)),
                        rampUsers(latecomers).during(LATE_AFTER));
        List<PopulationBuilder> people = new ArrayList<>(List.of(crowd.andThen(auditor.afterwards())));
        if (run.target().own()) {
            people.add(Regulars.at(
                    run.target(),
                    atLeastNone(Duration.between(Instant.now(), opens).minus(BREATH))));
            people.add(rehearsal(opens.minus(AHEAD)));
        }
        setUp(people).protocols(Protocol.of(run.target())).assertions(auditor.assertions(opening.assertions()));
    }

    /** Nothing is asserted of it. */
    private PopulationBuilder rehearsal(Instant together) {
        Run other = Run.at(run.target().at(OwnSite.REHEARSAL_DESK), sale);
        Instant opens = announced(other).orElse(together);
        Opening opening = Settings.waitingRoom()
                ? new Drawn(other, REHEARSING, 0, FEW_LOOKS, opens)
                : new FirstCome(other, REHEARSING, Optional.empty(), FEW_LOOKS);
        return scenario("rehearsal")
                .exec(group("rehearsal").on(opening.before(), pause(session -> until(opens)), opening.arrive()))
                .injectOpen(
                        nothingFor(untilTheFirstComes(opens)),
                        rampUsers(REHEARSING).during(BEFORE));
    }

    /** When seats go on sale, if there is time to come for it. */
    private static Optional<Instant> announced(Run run) {
        return run.slots().stream()
                .flatMap(slot -> slot.opens().stream())
                .max(Instant::compareTo)
                .filter(instant -> instant.isAfter(Instant.now().plus(BEFORE)));
    }

    private static Duration untilTheFirstComes(Instant opens) {
        return atLeastNone(Duration.between(Instant.now(), opens).minus(BEFORE).minus(BREATH));
    }

    /** All come within one second. Who comes later does not wait. */
    private static Duration until(Instant opens) {
        Instant arrival = opens.plusMillis(ThreadLocalRandom.current().nextInt(ARRIVAL_MS));
        return atLeastNone(Duration.between(Instant.now(), arrival));
    }

    private static Duration atLeastNone(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private Map<String, Rule> rules(Opening opening) {
        Map<String, Rule> rules = new HashMap<>(opening.rules());
        if (run.target().own() && USERS >= CROWDED * SEATS) {
            rules.put("sold-out", this::unsold);
        }
        return rules;
    }

    private Optional<String> unsold() {
        int capacity = run.slots().stream().mapToInt(Target.Slot::capacity).sum();
        int requests = run.ledger().requests();
        return requests == capacity
                ? Optional.empty()
                : Optional.of("%d of %d seats were asked for in the end".formatted(requests, capacity));
    }
}
