package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import fr.creneau.challenge.Solver;
import fr.creneau.faults.Client.Answer;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Goes the whole way by the JSON API, changes their mind sometimes, and asks again what was not answered. */
final class Applicant {
    private static final String API = "/api/v1/desks/" + Site.DESK;
    private static final int TRIES = 60;
    private static final long PAUSE_MS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** So many people in a row know one who asks for several appointments at once. */
    private static final int GREED = 20;
    /** So many people in a row want the same slot. */
    private static final int FASHION = 30;

    private final Site site;
    private final History history;
    private final Client client;
    private final List<String> slots;
    private final AtomicLong people;

    Applicant(Site site, History history, Client client, List<String> slots, AtomicLong people) {
        this.site = site;
        this.history = history;
        this.client = client;
        this.slots = slots;
        this.people = people;
    }

    static List<String> slots(Site site, Client client) {
        return await("slots on sale")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> onSale(client.api("GET", site.anywhere(API + "/slots"), "", "")),
                        slots -> !slots.isEmpty());
    }

    private static List<String> onSale(Answer answer) throws IOException {
        List<String> slots = new ArrayList<>();
        answer.json().path("slots").forEach(slot -> slots.add(slot.path("id").asText()));
        return slots;
    }

    void apply() throws InterruptedException, IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long person = people.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(random.nextLong(20, 100));
        Answer begun = client.api("POST", site.anywhere(API + "/journeys"), "", """
                {"procedure":"modification","permitExpiry":"%s","commune":"97302","conditions":true}""".formatted(
                        LocalDate.now(ZoneId.of("America/Cayenne")).plusYears(1)));
        if (begun.status() != 201) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            return;
        }
        Session session = new Session(person, begun.json().path("token").asText());
        if (session.place() != End.OK) {
            return;
        }
        int mood = random.nextInt(10);
        if (mood < 2) {
            session.release();
            return;
        }
        if (mood < 4 && session.place() != End.OK) {
            return;
        }
        if (mood == 4 || mood == 5 || session.prove() != End.OK) {
            return;
        }
        session.book(random.nextInt(5) == 0 ? people.get() / GREED : 1_000_000 + person);
    }

    /** One slot in two is the one that everybody wants just now. */
    private String slot() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long index = random.nextBoolean() ? people.get() / FASHION : random.nextInt(slots.size());
        return slots.get((int) (index % slots.size()));
    }

    private interface Ask {
        Answer ask() throws InterruptedException, IOException;
    }

    private final class Session {
        private final long number;
        private final String token;

        Session(long number, String token) {
            this.number = number;
            this.token = token;
        }

        End place() throws InterruptedException, IOException {
            String body = "{\"slot\":\"" + slot() + "\"}";
            return until(Kind.PLACE, "", () -> call("PUT", "/hold", body));
        }

        void release() throws InterruptedException, IOException {
            until(Kind.RELEASE, "", () -> call("DELETE", "/hold", ""));
        }

        End prove() throws InterruptedException, IOException {
            return until(Kind.PROVE, "", () -> {
                Answer challenge = call("GET", "/hold/challenge", "");
                return challenge.status() != 200
                        ? challenge
                        : call("POST", "/hold/proof", "{\"altcha\":\"" + Solver.solve(challenge.body()) + "\"}");
            });
        }

        void book(long agdref) throws InterruptedException, IOException {
            String email = "p" + number + "@example.org";
            String body = """
                    {"lastName":"Essai","firstName":"Ada","email":"%s","agdref":"%010d"}""".formatted(email, 9_700_000_000L + agdref);
            until(Kind.BOOK, email, () -> call("POST", "/bookings", body));
        }

        private Answer call(String method, String path, String body) throws InterruptedException {
            return client.api(method, site.anywhere(API + path), token, body);
        }

        private End until(Kind kind, String email, Ask ask) throws InterruptedException, IOException {
            for (int i = 0; i < TRIES; i++) {
                long invoked = System.currentTimeMillis();
                Answer answer = ask.ask();
                End end = end(answer.status());
                JsonNode hold = kind == Kind.PLACE && end == End.OK ? answer.json() : null;
                history.add(new Operation(
                        kind,
                        number,
                        email,
                        invoked,
                        System.currentTimeMillis(),
                        end,
                        answer.summary(),
                        hold == null
                                ? ""
                                : hold.path("slot").asText() + ":"
                                        + hold.path("seat").asText(),
                        hold == null
                                ? 0
                                : Instant.parse(hold.path("expiresAt").asText()).toEpochMilli()));
                if (end != End.UNKNOWN) {
                    return end;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            history.unresolved();
            return End.UNKNOWN;
        }
    }

    private static End end(int status) {
        if (status >= 200 && status < 300) {
            return End.OK;
        }
        return status >= 400 && status < 500 ? End.FAIL : End.UNKNOWN;
    }
}
