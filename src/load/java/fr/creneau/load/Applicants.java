package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** What an applicant does by the JSON interface, step by step. */
final class Applicants {
    private static final int PER_RUN = 100_000;
    private static final int TRIES = 5;

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
        return exec(http("journey")
                .post(path + "/journeys")
                .asJson()
                .body(StringBody(body))
                .check(status().is(201))
                .check(jmesPath("token").saveAs("token")));
    }

    /** Any slot, as people choose. */
    ChainBuilder chooseSlot() {
        return exec(session -> session.set(
                "choice",
                slots.get(ThreadLocalRandom.current().nextInt(slots.size())).id()));
    }

    /** Asks for the chosen slot. The caller says what may be answered, and has a seat told to the ledger by {@link #noteSeat}. */
    HttpRequestActionBuilder hold(String name) {
        return http(name)
                .put(path + "/hold")
                .asJson()
                .header("Authorization", "Bearer #{token}")
                .body(StringBody("{\"slot\":\"#{choice}\"}"));
    }

    /** The chosen slot: {@code seat} if it was given, else {@code refused}, which is one of those codes. */
    ChainBuilder holdOr(String... refusals) {
        return exec(
                hold("hold")
                        .check(status().in(201, 409, 429))
                        .checkIf((response, session) -> response.status().code() == 201)
                        .then(
                                jmesPath("seat").ofInt().saveAs("seat"),
                                jmesPath("expiresAt").saveAs("until"))
                        .checkIf((response, session) -> response.status().code() != 201)
                        .then(jmesPath("code").in(refusals).saveAs("refused"))
                        .checkIf((response, session) -> response.status().code() == 429)
                        .then(header("Retry-After").exists()),
                exec(this::noteSeat));
    }

    ChainBuilder bookIfHeld() {
        return exec(doIf(session -> session.contains("seat")).then(book()));
    }

    /** Passes the security check and makes the request. For those who hold a seat. */
    ChainBuilder book() {
        return exec(
                challenge(), exec(Applicants::solve), proof(), exec(this::noteKept), insist(), exec(this::noteRequest));
    }

    /** As the interface asks for: a 503 that says when to come back is followed, and a request that was written already is found. */
    private ChainBuilder insist() {
        return asLongAs(session -> !session.contains("booked") && session.getInt("tries") < TRIES, "tries")
                .on(
                        booking("booking")
                                .check(status().in(202, 409, 503))
                                .checkIf(
                                        (response, session) -> response.status().code() == 202)
                                .then(jmesPath("status").saveAs("booked"))
                                .checkIf(
                                        (response, session) -> response.status().code() == 409)
                                .then(jmesPath("code").is("already-submitted").saveAs("booked"))
                                .checkIf(
                                        (response, session) -> response.status().code() == 503)
                                .then(header("Retry-After").exists()),
                        doIf(session -> !session.contains("booked")).then(pause(2, 4)));
    }

    HttpRequestActionBuilder challenge() {
        return http("challenge")
                .get(path + "/hold/challenge")
                .header("Authorization", "Bearer #{token}")
                .check(status().is(200))
                .check(
                        jmesPath("challenge").saveAs("challenge"),
                        jmesPath("salt").saveAs("salt"))
                .check(jmesPath("signature").saveAs("signature"))
                .check(jmesPath("maxnumber").ofInt().saveAs("maxNumber"));
    }

    HttpRequestActionBuilder proof() {
        return http("proof")
                .post(path + "/hold/proof")
                .asJson()
                .header("Authorization", "Bearer #{token}")
                .body(StringBody("{\"altcha\":\"#{altcha}\"}"))
                .check(status().is(200))
                .check(jmesPath("expiresAt").saveAs("until"));
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
        return http("poll").get(path + "/slots?free=true").check(status().in(200, 304));
    }

    private static Session solve(Session session) {
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
