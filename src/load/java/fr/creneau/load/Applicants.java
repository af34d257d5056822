package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What an applicant does by the JSON interface, step by step. */
final class Applicants {
    private static final int PER_RUN = 100_000;
    private static final Set<Integer> SEAT = Set.of(200, 201);
    private static final Set<Integer> REFUSAL = Set.of(409, 429);

    private final String path;
    private final List<Target.Slot> slots;
    private final Ledger ledger;
    /** Tells this run's people from those of other runs at the same site. */
    private final int run = ThreadLocalRandom.current().nextInt(PER_RUN);

    private final AtomicInteger people = new AtomicInteger();

    Applicants(Target target, List<Target.Slot> slots, Ledger ledger) {
        path = "/api/v1/desks/" + target.desk();
        this.slots = slots;
        this.ledger = ledger;
    }

    /** What the mail addresses of this run's people begin with. */
    String mailPrefix() {
        return "load%05d-".formatted(run);
    }

    /** Somebody new, who comes from a network of their own. */
    ChainBuilder person() {
        return exec(session -> {
            int number = people.incrementAndGet();
            return session.setAll(Map.of(
                    "email", mailPrefix() + number + "@example.org",
                    "agdref", "%05d%05d".formatted(run, number % PER_RUN),
                    "network", "10.%d.%d.1".formatted(number >> 8 & 255, number & 255)));
        });
    }

    ChainBuilder journey() {
        String body = """
                {"procedure":"modification","permitExpiry":"%s","commune":"%s","conditions":true}""".formatted(LocalDate.now(ZoneOffset.UTC).plusYears(1), Settings.commune());
        return Patience.with(
                http("journey").post(path + "/journeys").asJson().body(StringBody(body)),
                status().is(201),
                jmesPath("token").saveAs("token"));
    }

    /** Any slot, as people choose. */
    ChainBuilder chooseSlot() {
        return exec(session -> session.set(
                "choice",
                slots.get(ThreadLocalRandom.current().nextInt(slots.size())).id()));
    }

    /** One of the slots in which something was free about a second ago; any if nothing was. */
    ChainBuilder chooseFreeSlot() {
        return exec(
                http("slots")
                        .get(path + "/slots?free=true")
                        .check(status().is(200), jmesPath("slots[].id").ofList().saveAs("free")),
                exec(this::chooseFree));
    }

    private Session chooseFree(Session session) {
        List<String> free = new ArrayList<>(slots.stream().map(Target.Slot::id).toList());
        if (session.contains("free")) {
            free.retainAll(session.<Object>getList("free"));
        }
        return session.set(
                "choice",
                free.isEmpty()
                        ? slots.get(0).id()
                        : free.get(ThreadLocalRandom.current().nextInt(free.size())));
    }

    /** Asks for the chosen slot, with the pass of a turn if there is one. The caller says what may be answered, and has a seat told to the ledger by {@link #noteSeat}. */
    HttpRequestActionBuilder hold(String name) {
        return http(name)
                .put(path + "/hold")
                .asJson()
                .header("Authorization", "Bearer #{token}")
                .body(StringBody(session -> session.contains("pass")
                        ? "{\"slot\":\"%s\",\"pass\":\"%s\"}"
                                .formatted(session.getString("choice"), session.getString("pass"))
                        : "{\"slot\":\"%s\"}".formatted(session.getString("choice"))));
    }

    /** The chosen slot: {@code seat} if it was given, else {@code refused}, which is one of those codes. */
    ChainBuilder holdOr(String... refusals) {
        return exec(
                Patience.with(
                        hold("hold")
                                .checkIf((response, session) ->
                                        SEAT.contains(response.status().code()))
                                .then(
                                        jmesPath("seat").ofInt().saveAs("seat"),
                                        jmesPath("expiresAt").saveAs("until"))
                                .checkIf((response, session) ->
                                        REFUSAL.contains(response.status().code()))
                                .then(jmesPath("code").in(refusals).saveAs("refused"))
                                .checkIf(
                                        (response, session) -> response.status().code() == 429)
                                .then(header("Retry-After").exists()),
                        status().in(200, 201, 409, 429)),
                exec(this::noteSeat));
    }

    ChainBuilder bookIfHeld() {
        return exec(doIf(session -> session.contains("seat")).then(book()));
    }

    /** Passes the security check and makes the request. For those who hold a seat. */
    ChainBuilder book() {
        return exec(
                challenge("challenge", path + "/hold/challenge"),
                exec(Applicants::solve),
                Patience.with(
                        proof("proof"), status().is(200), jmesPath("expiresAt").saveAs("until")),
                exec(this::noteKept),
                // After a 503 the request may have been written all the same: it is found then.
                Patience.with(
                        booking("booking")
                                .checkIf(
                                        (response, session) -> response.status().code() == 202)
                                .then(jmesPath("status").saveAs("booked"))
                                .checkIf(
                                        (response, session) -> response.status().code() == 409)
                                .then(jmesPath("code").is("already-submitted").saveAs("booked")),
                        status().in(202, 409)),
                exec(this::noteRequest));
    }

    /** For whatever it is to be solved. */
    static ChainBuilder challenge(String name, String path) {
        return Patience.with(
                http(name).get(path).header("Authorization", "Bearer #{token}"),
                status().is(200),
                jmesPath("challenge").saveAs("challenge"),
                jmesPath("salt").saveAs("salt"),
                jmesPath("signature").saveAs("signature"),
                jmesPath("maxnumber").ofInt().saveAs("maxNumber"));
    }

    /** The solution, for the seat held. The caller says what may be answered. */
    HttpRequestActionBuilder proof(String name) {
        return http(name)
                .post(path + "/hold/proof")
                .asJson()
                .header("Authorization", "Bearer #{token}")
                .body(StringBody("{\"altcha\":\"#{altcha}\"}"));
    }

    /** The request for the seat held. The caller says what may be answered. */
    HttpRequestActionBuilder booking(String name) {
        return http(name)
                .post(path + "/bookings")
                .asJson()
                .header("Idempotency-Key", "#{email}")
                .header("Authorization", "Bearer #{token}")
                .body(StringBody("""
                        {"lastName":"Essai","firstName":"Ada","email":"#{email}","agdref":"#{agdref}"}"""));
    }

    /** Looks at what is left; a client that saw it before is told when nothing changed. */
    HttpRequestActionBuilder poll() {
        return poll("poll");
    }

    HttpRequestActionBuilder poll(String name) {
        return http(name).get(path + "/slots?free=true").check(status().in(200, 304));
    }

    /** What is to be sent as the solution of the challenge that was asked for last. */
    static Session solve(Session session) {
        if (!session.contains("challenge")) {
            return session.set("altcha", "");
        }
        return session.set(
                "altcha",
                Solution.of(
                        session.getString("challenge"),
                        session.getString("salt"),
                        session.getString("signature"),
                        session.getInt("maxNumber")));
    }

    private Session noteSeat(Session session) {
        if (session.contains("seat")) {
            ledger.held(session.getString("choice"), session.getInt("seat"), Instant.parse(session.getString("until")));
        } else if (!session.contains("refused")) {
            ledger.unanswered();
        }
        return session;
    }

    private Session noteKept(Session session) {
        if (!session.contains("seat")) {
            return session;
        }
        ledger.kept(session.getString("choice"), session.getInt("seat"), Instant.parse(session.getString("until")));
        return session;
    }

    private Session noteRequest(Session session) {
        if (session.contains("booked")) {
            ledger.submitted(session.getString("choice"), session.getInt("seat"));
        } else {
            ledger.unanswered();
        }
        return session;
    }
}
