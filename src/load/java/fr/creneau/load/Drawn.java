package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A release with a waiting room. People enrol before the opening, look where they stand from then on, and take a seat when they are let in.
 * One in ten of those who are let in first gives the turn up, and some try to take a seat without.
 */
final class Drawn implements Opening {
    private static final int TRIES = 10;
    private static final int IMPATIENT = 20;
    private static final int GIVE_UP = 10;
    /** Before the draw has happened nobody is told a place: a ticket is looked at that much oftener. */
    private static final int UNDRAWN = 10;
    /** To be asked again after, where no answer said. */
    private static final int POLL_AFTER_S = 10;
    /** Whoever looks later is to be answered as every later look: latecomers, too. */
    private static final Duration CROWD = Duration.ofSeconds(5);

    private final Run run;
    private final Applicants applicants;
    private final Line line;
    private final String release;
    private final String path;
    private final int seats;
    private final int users;
    private final int looks;
    private final Instant calm;

    /**
     * @param latecomers who enrol when the draw is over, besides the users
     * @param looks how often somebody is told a place before they give up
     */
    Drawn(Run run, int users, int latecomers, int looks, Instant opens) {
        this.looks = looks;
        calm = opens.plus(CROWD);
        this.run = run;
        this.users = users;
        applicants = run.applicants();
        release = run.slots().get(0).release().orElseThrow();
        path = "/api/v1/desks/" + run.target().desk() + "/releases/" + release;
        seats = run.slots().stream().mapToInt(Target.Slot::capacity).sum();
        line = new Line(run.target(), release, users + latecomers);
    }

    @Override
    public ChainBuilder before() {
        return exec(
                applicants.person(),
                applicants.journey(),
                enrol(),
                doIf(session -> session.userId() % IMPATIENT == 0).then(holdWithoutTurn()),
                // They come again on a new connection.
                doIf(session -> session.contains("number"))
                        .then(http("look before")
                                .get(path + "/tickets/#{number}")
                                .header("Connection", "close")
                                .check(status().is(200))));
    }

    @Override
    public ChainBuilder arrive() {
        return exec(
                exec(session -> session.setAll(Map.of("phase", "", "told", 0, "pollAfter", POLL_AFTER_S))),
                doIf(session -> session.contains("number"))
                        .then(look(session -> Instant.now().isBefore(calm) ? "first look" : "look")),
                asLongAs(this::waits, "looks")
                        .on(
                                doIf(session -> session.getInt("looks") == 0 && session.userId() % IMPATIENT == 0)
                                        .then(holdWithoutTurn()),
                                pause("#{pollAfter}"),
                                look(session -> "look")),
                doIf(session -> session.getString("phase").equals("turn")).then(turn()));
    }

    /** Solves the security check and gets a ticket. */
    private ChainBuilder enrol() {
        return exec(
                Applicants.challenge("ticket challenge", path + "/challenge"),
                exec(Applicants::solve),
                Patience.with(
                        http("ticket")
                                .post(path + "/tickets")
                                .asJson()
                                .header("Authorization", "Bearer #{token}")
                                .body(StringBody("{\"agdref\":\"#{agdref}\",\"altcha\":\"#{altcha}\"}")),
                        status().is(201),
                        jmesPath("number").ofInt().saveAs("number"),
                        jmesPath("token").saveAs("ticket")),
                exec(session -> {
                    if (session.contains("number")) {
                        line.enrolled(session.getInt("number"));
                    }
                    return session;
                }));
    }

    private ChainBuilder look(Function<Session, String> name) {
        return exec(
                exec(session -> session.remove("position").remove("ahead")),
                http(name)
                        .get(path + "/tickets/#{number}")
                        .check(status().is(200), jmesPath("phase").saveAs("phase"))
                        .check(
                                jmesPath("position").ofInt().optional().saveAs("position"),
                                jmesPath("ahead").ofInt().optional().saveAs("ahead"),
                                jmesPath("pollAfter").ofInt().optional().saveAs("pollAfter")),
                exec(this::note));
    }

    private Session note(Session session) {
        if (!session.contains("position")) {
            return session;
        }
        int ticket = session.getInt("number");
        line.told(ticket, session.getString("phase"), session.getInt("position"));
        if (session.contains("ahead")) {
            line.ahead(ticket, session.getInt("ahead"));
        }
        return session.set("told", session.getInt("told") + 1);
    }

    private boolean waits(Session session) {
        String phase = session.getString("phase");
        return session.contains("number")
                && session.getInt("told") < looks
                && session.getInt("looks") < looks + UNDRAWN
                && (phase.isEmpty() || phase.equals("enrolled") || phase.equals("waiting"));
    }

    /** Takes the turn up, and a seat, and makes the request. */
    private ChainBuilder turn() {
        return exec(
                Patience.with(
                        http("turn").post(path + "/tickets/#{number}/turn").header("Authorization", "Bearer #{ticket}"),
                        status().is(200),
                        jmesPath("pass").saveAs("pass"),
                        jmesPath("token").saveAs("token")),
                exec(session -> {
                    line.tookTurn(session.getInt("number"));
                    return session;
                }),
                doIf(this::givesUp)
                        .then(Patience.with(
                                http("give up")
                                        .delete(path + "/tickets/#{number}/turn")
                                        .header("Authorization", "Bearer #{ticket}"),
                                status().is(204))),
                doIf(session -> !givesUp(session)).then(chooseAndBook()));
    }

    /** Only of those let in first: whoever comes in their place has time left to come. */
    private boolean givesUp(Session session) {
        int position = session.getInt("position");
        return position <= seats && position % GIVE_UP == 0;
    }

    private ChainBuilder chooseAndBook() {
        return exec(
                asLongAs(session -> !session.contains("seat") && session.getInt("choices") < TRIES, "choices")
                        .on(
                                doIf(session -> session.getInt("choices") > 0).then(pause(1, 2)),
                                exec(session -> session.remove("refused")),
                                applicants.chooseFreeSlot(),
                                applicants.holdOr("full")),
                applicants.bookIfHeld());
    }

    /** Before the opening, and after it: never a seat. */
    private ChainBuilder holdWithoutTurn() {
        return exec(
                applicants.chooseSlot(),
                Patience.with(
                        applicants.hold("hold without a turn"),
                        status().is(409),
                        jmesPath("code").in("not-open", "no-turn", "full")));
    }

    @Override
    public Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>(line.rules());
        run.books().ifPresent(books -> rules.put("no-request-without-turn", () -> books.requestsWithoutTurn(release)));
        return rules;
    }

    @Override
    public List<Assertion> assertions() {
        return List.of(
                details("ticket").failedRequests().count().is(0L),
                details("hold without a turn").failedRequests().count().is(0L),
                details("first look").successfulRequests().count().gte((long) users),
                details("first look").responseTime().max().lt(Settings.number("answer-ms", 3_000)),
                details("look").failedRequests().count().is(0L),
                details("look").responseTime().percentile(99).lt(Settings.number("poll-ms", 50)),
                details("turn").failedRequests().count().is(0L),
                details("hold").failedRequests().count().is(0L),
                details("booking").failedRequests().count().is(0L));
    }
}
