package fr.creneau.faults;

import com.fasterxml.jackson.databind.JsonNode;
import fr.creneau.challenge.Solver;
import fr.creneau.faults.Client.Answer;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One person at the JSON interface, at any instance. What was not answered is asked again, and every answer is noted. */
final class Journey {
    private static final String API = "/api/v1/desks/" + Site.DESK;
    private static final int TRIES = 60;
    private static final long PAUSE_MS = 250;

    private final Site site;
    private final History history;
    private final Client client;
    private final long person;
    private String token;
    /** What the proof's token vouches for: a hold, should Redis lose it. */
    private String vouched = "";

    private int ticket;
    private int position;
    private String ticketToken = "";

    private interface Ask {
        Answer ask() throws InterruptedException, IOException;
    }

    private Journey(Site site, History history, Client client, long person, String token) {
        this.site = site;
        this.history = history;
        this.client = client;
        this.person = person;
        this.token = token;
    }

    /** None if the site could not be asked just now. */
    static Optional<Journey> begin(Site site, History history, Client client, long person)
            throws InterruptedException, IOException {
        Answer begun = client.api("POST", site.anywhere(API + "/journeys"), "", """
                {"procedure":"modification","permitExpiry":"%s","commune":"97302","conditions":true}""".formatted(
                        LocalDate.now(ZoneId.of("America/Cayenne")).plusYears(1)));
        if (begun.status() != 201) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            return Optional.empty();
        }
        return Optional.of(new Journey(
                site, history, client, person, begun.json().path("token").asText()));
    }

    End place(String slot) throws InterruptedException, IOException {
        return place(slot, "");
    }

    /** @param pass of a turn, or empty */
    End place(String slot, String pass) throws InterruptedException, IOException {
        String body = pass.isEmpty() ? "{\"slot\":\"%s\"}" : "{\"slot\":\"%s\",\"pass\":\"%s\"}";
        return until(Kind.PLACE, "", () -> call("PUT", "/hold", body.formatted(slot, pass)));
    }

    End release() throws InterruptedException, IOException {
        return until(Kind.RELEASE, "", () -> call("DELETE", "/hold", ""));
    }

    End prove() throws InterruptedException, IOException {
        return until(Kind.PROVE, "", () -> {
            Answer challenge = call("GET", "/hold/challenge", "");
            if (challenge.status() != 200) {
                return challenge;
            }
            Answer proof = call("POST", "/hold/proof", "{\"altcha\":\"" + Solver.solve(challenge.body()) + "\"}");
            if (proof.status() == 200) {
                vouched = proof.json().path("token").asText();
            }
            return proof;
        });
    }

    End book(long agdref) throws InterruptedException, IOException {
        return book(agdref, token, "");
    }

    /** As one does whose hold Redis has lost: with the token that speaks of it. */
    End bookAsIfLost(long agdref, String slot) throws InterruptedException, IOException {
        return book(agdref, vouched, ",\"slot\":\"" + slot + "\"");
    }

    private End book(long agdref, String by, String slot) throws InterruptedException, IOException {
        String email = "p" + person + "@example.org";
        String body = """
                {"lastName":"Essai","firstName":"Ada","email":"%s","agdref":"%s"%s}""".formatted(email, number(agdref), slot);
        return until(Kind.BOOK, email, () -> client.api("POST", site.anywhere(API + "/bookings"), by, body));
    }

    /** Gets the person's ticket of the release. */
    End enrol(long agdref) throws InterruptedException, IOException {
        return until(Kind.ENROL, "", () -> {
            Answer challenge = call("GET", release("/challenge"), "");
            if (challenge.status() != 200) {
                return challenge;
            }
            Answer answer =
                    call("POST", release("/tickets"), """
                    {"agdref":"%s","altcha":"%s"}""".formatted(number(agdref), Solver.solve(challenge.body())));
            if (answer.status() == 201) {
                ticket = answer.json().path("number").asInt();
                ticketToken = answer.json().path("token").asText();
            }
            return answer;
        });
    }

    /** Where the ticket stands: its phase, or empty if that was not answered. */
    String look() throws InterruptedException, IOException {
        Answer answer = call("GET", release("/tickets/" + ticket), "");
        if (answer.status() != 200) {
            return "";
        }
        position = answer.json().path("position").asInt();
        return answer.json().path("phase").asText();
    }

    /** Takes up the turn. The pass, if it was given. */
    Optional<String> enter() throws InterruptedException, IOException {
        String[] pass = new String[1];
        until(Kind.ENTER, "", () -> {
            Answer answer = client.api("POST", turn(), ticketToken, "");
            if (answer.status() == 200) {
                pass[0] = answer.json().path("pass").asText();
                token = answer.json().path("token").asText();
            }
            return answer;
        });
        return Optional.ofNullable(pass[0]);
    }

    void giveUp() throws InterruptedException {
        client.api("DELETE", turn(), ticketToken, "");
    }

    private java.net.URI turn() {
        return site.anywhere(API + release("/tickets/" + ticket + "/turn"));
    }

    private static String release(String path) {
        return "/releases/" + Site.RELEASE + path;
    }

    private static String number(long agdref) {
        return "%010d".formatted(9_700_000_000L + agdref);
    }

    private Answer call(String method, String path, String body) throws InterruptedException {
        return client.api(method, site.anywhere(API + path), token, body);
    }

    private End until(Kind kind, String email, Ask ask) throws InterruptedException, IOException {
        for (int i = 0; i < TRIES; i++) {
            long invoked = System.currentTimeMillis();
            Answer answer = ask.ask();
            End end = end(answer.status());
            history.add(operation(kind, email, invoked, answer, end));
            if (end != End.UNKNOWN) {
                return end;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        history.unresolved();
        return End.UNKNOWN;
    }

    private Operation operation(Kind kind, String email, long invoked, Answer answer, End end) throws IOException {
        long completed = System.currentTimeMillis();
        String seat = "";
        long until = 0;
        if (kind == Kind.PLACE && end == End.OK) {
            JsonNode hold = answer.json();
            seat = hold.path("slot").asText() + ":" + hold.path("seat").asText();
            until = Instant.parse(hold.path("expiresAt").asText()).toEpochMilli();
        }
        return new Operation(
                kind, person, email, invoked, completed, end, answer.summary(), seat, until, ticket, position);
    }

    private static End end(int status) {
        if (status >= 200 && status < 300) {
            return End.OK;
        }
        return status >= 400 && status < 500 ? End.FAIL : End.UNKNOWN;
    }
}
