package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
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

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
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
    private final Run run = Run.at(
            Settings.number("seats", 400),
            Run.LONG_OPEN,
            Map.of("CRENEAU_LIMITS_HOLDS_PER_PREFIX", UNITS + "/1h"),
            Settings.urls().isEmpty() ? Map.of("hoarders-get-little", this::hoardedTooMuch) : Map.of());
    private final Applicants applicants = run.applicants();
    private final String path = "/api/v1/desks/" + run.target().desk();

    {
        // The honest come longest: when they have gone, all have, and the books can be asked.
        Duration others = DURATION.multipliedBy(2).dividedBy(3);
        PopulationBuilder honest = scenario("honest")
                .exec(group("honest").on(applicants.person(), applicants.journey(), search(), applicants.bookIfHeld()))
                .injectOpen(rampUsers(PEOPLE).during(DURATION));
        PopulationBuilder hoarders = scenario("hoarders")
                .exec(group("hoarder").on(repeat(SESSIONS_OF_A_BOT).on(hoard())))
                .injectOpen(rampUsers(BOTS).during(others));
        PopulationBuilder replays = scenario("replays")
                .exec(group("replay").on(replay()))
                .injectOpen(rampUsers(REPLAYS).during(others));
        setUp(hoarders, replays, honest.andThen(run.auditor().afterwards()))
                .protocols(Protocol.of(run.target()))
                .assertions(run.assertions(
                        global().failedRequests().count().is(0L),
                        details("honest", "booking")
                                .successfulRequests()
                                .count()
                                .gte((long) PEOPLE),
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
                                .is((long) REPLAYS)));
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
                applicants.booking("booking again").check(status().in(202, 409)),
                // Its proof for another seat, under another session.
                exec(session -> session.removeAll("seat", "refused")),
                applicants.journey(),
                search(),
                http("proof again")
                        .post(path + "/hold/proof")
                        .asJson()
                        .header("Authorization", "Bearer #{token}")
                        .body(StringBody("{\"altcha\":\"#{altcha}\"}"))
                        .check(status().is(422), jmesPath("code").is("proof-refused")),
                // That seat is not proven, so nothing is booked with it.
                applicants
                        .booking("booking without proof")
                        .check(status().is(409), jmesPath("code").is("not-proven")),
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

    private static Session forgetRefusal(Session session) {
        return session.remove("refused");
    }

    private Optional<String> hoardedTooMuch() {
        return hoarded.get() <= UNITS / UNITS_OF_A_HOLD
                ? Optional.empty()
                : Optional.of(hoarded + " seats were hoarded from one network");
    }
}
