package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code load.users} honest people book beside {@code load.bots} programs of one network, each of which takes seats under ever new
 * sessions and leaves them, and beside people who send again what was sent before. All honest people must get a seat.
 */
public final class Bots extends Simulation {
    private static final int PEOPLE = Settings.number("users", 100);
    private static final int BOTS = Settings.number("bots", 100);
    private static final Duration DURATION = Settings.seconds("seconds", 60);
    private static final int REPLAYS = Math.max(1, PEOPLE / 5);
    private static final String BOTS_NETWORK = "192.0.2.1";
    private static final int SESSIONS_OF_A_BOT = 5;
    /** How many slots a person tries. */
    private static final int PATIENCE = 8;
    /** A hold that is left costs three units: thirty seats for the whole network. */
    private static final int UNITS = 90;

    private static final int UNITS_OF_A_HOLD = 3;

    private final AtomicInteger hoarded = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final Run run =
            Run.at(Sale.open(Settings.number("seats", 400)), Map.of("CRENEAU_LIMITS_HOLDS_PER_PREFIX", UNITS + "/1h"));
    private final Applicants applicants = run.applicants();
    private final String path = "/api/v1/desks/" + run.target().desk();

    {
        Map<String, Rule> rules = new HashMap<>(Map.of("honest-people-are-served", this::unserved));
        if (run.target().own()) {
            rules.put("hoarders-get-little", this::hoardedTooMuch);
        }
        Auditor auditor = run.auditor(rules);
        // The honest come longest: when they have gone, all have, and the books can be asked.
        Duration others = DURATION.multipliedBy(2).dividedBy(3);
        PopulationBuilder honest = scenario("honest")
                .exec(group("honest")
                        .on(
                                applicants.person(),
                                applicants.journey(),
                                search(),
                                applicants.bookIfHeld(),
                                exec(this::serve)))
                .injectOpen(rampUsers(PEOPLE).during(DURATION));
        PopulationBuilder hoarders = scenario("hoarders")
                .exec(group("hoarder").on(repeat(SESSIONS_OF_A_BOT).on(hoard())))
                .injectOpen(rampUsers(BOTS).during(others));
        PopulationBuilder replays = scenario("replays")
                .exec(group("replay").on(replay()))
                .injectOpen(rampUsers(REPLAYS).during(others));
        setUp(hoarders, replays, honest.andThen(auditor.afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(auditor.assertions(List.of(
                        global().failedRequests().count().is(0L),
                        details("honest", "booking")
                                .responseTime()
                                .percentile(99)
                                .lt(Settings.number("answer-ms", 1_000)),
                        details("replay", "proof again")
                                .successfulRequests()
                                .count()
                                .is((long) REPLAYS),
                        details("replay", "forged token")
                                .successfulRequests()
                                .count()
                                .is((long) REPLAYS))));
    }

    /** Tries one slot after the other, as people do. */
    private ChainBuilder search() {
        return exec(asLongAs(session -> !session.contains("seat") && session.getInt("tried") < PATIENCE, "tried")
                .on(pause(1, 3), exec(Bots::forgetRefusal), applicants.chooseSlot(), applicants.holdOr("full")));
    }

    private ChainBuilder hoard() {
        return exec(
                exec(session -> session.removeAll("token", "seat", "refused").set("network", BOTS_NETWORK)),
                applicants.journey(),
                applicants.chooseSlot(),
                applicants.holdOr("full", "limited"),
                exec(this::count),
                pause(1, 2));
    }

    /** Books, then sends the request, its proof of work and a damaged token again. */
    private ChainBuilder replay() {
        return exec(
                exec(applicants.person(), applicants.journey(), search(), applicants.bookIfHeld()),
                // The same request: the one there is, not a second one.
                Patience.with(applicants.booking("booking again"), status().in(202, 409)),
                // Its proof for another seat, under another session.
                exec(session -> session.removeAll("seat", "refused")),
                applicants.journey(),
                search(),
                Patience.with(
                        applicants.proof("proof again"),
                        status().is(422),
                        jmesPath("code").is("proof-refused")),
                // That seat is not proven, so nothing is booked with it.
                Patience.with(
                        applicants.booking("booking without proof"),
                        status().is(409),
                        jmesPath("code").is("not-proven")),
                http("forged token")
                        .get(path + "/hold")
                        .header("Authorization", "Bearer #{token}x")
                        .check(status().is(401)));
    }

    private Session count(Session session) {
        if (session.contains("seat")) {
            hoarded.incrementAndGet();
        }
        return session;
    }

    private Session serve(Session session) {
        if (session.contains("booked")) {
            served.incrementAndGet();
        }
        return session;
    }

    private Optional<String> unserved() {
        return served.get() == PEOPLE
                ? Optional.empty()
                : Optional.of("%d of %d honest people made their request".formatted(served.get(), PEOPLE));
    }

    private static Session forgetRefusal(Session session) {
        return session.remove("refused");
    }

    private Optional<String> hoardedTooMuch() {
        return hoarded.get() <= UNITS / UNITS_OF_A_HOLD
                ? Optional.empty()
                : Optional.of(hoarded + " seats were hoarded from one network");
    }
}
