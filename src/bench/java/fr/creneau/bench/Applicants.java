package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Brings applicants to the step that is measured, over the same HTTP interface and outside the measured time. */
final class Applicants {
    private static final ObjectMapper json = new ObjectMapper();
    private static final long NO_HURRY = 60_000_000_000L;

    private final Requests requests;
    private final HttpLoad load;
    private final List<String> slots;
    private final Applicants alone;
    private int nextSlot;

    /** @param alone a client of one connection */
    Applicants(Requests requests, HttpLoad load, HttpLoad alone, List<String> slots) {
        this.requests = requests;
        this.load = load;
        this.slots = slots;
        this.alone = load == alone ? this : new Applicants(requests, alone, alone, slots);
    }

    /** Journey tokens of that many new people. */
    List<String> begin(int people) throws IOException {
        return all(
                people,
                i -> requests.beginJourney(),
                201,
                answer -> answer.path("token").asText());
    }

    /** Tokens of that many people who hold a seat and passed the security check. */
    List<String> proven(int people) throws IOException {
        List<String> tokens = begin(people);
        all(people, i -> requests.hold(tokens.get(i), slot()), 201, answer -> "");
        // An answer does not say whose it is: on one connection they come in the order of the questions.
        List<String> payloads = alone.all(people, i -> requests.challenge(tokens.get(i)), 200, Applicants::solve);
        all(people, i -> requests.proof(tokens.get(i), payloads.get(i)), 200, answer -> "");
        return tokens;
    }

    /** Slots in turn, so that no single one is sold out early. */
    String slot() {
        String slot = slots.get(nextSlot % slots.size());
        nextSlot++;
        return slot;
    }

    private List<String> all(
            int count, Function<Integer, byte[]> requests, int status, Function<JsonNode, String> answers)
            throws IOException {
        Iterator<Integer> numbers = java.util.stream.IntStream.range(0, count).iterator();
        List<String> results = new ArrayList<>(count);
        HttpLoad.Measured run = load.closedLoop(
                () -> numbers.hasNext() ? requests.apply(numbers.next()) : null, status, NO_HURRY, connection -> {
                    if (connection.status() == status) {
                        results.add(answers.apply(parse(connection.body())));
                    } else if (results.isEmpty()) {
                        throw new IllegalStateException(
                                connection.status() + " instead of " + status + ": " + connection.body());
                    }
                });
        if (run.others() > 0) {
            throw new IllegalStateException(run.others() + " of " + count + " preparations were refused");
        }
        return results;
    }

    private static JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (IOException malformed) {
            throw new IllegalStateException("not JSON: " + body, malformed);
        }
    }

    /** ALTCHA: the number whose hash with the salt is the challenge. */
    static String solve(JsonNode challenge) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String salt = challenge.path("salt").asText();
            String wanted = challenge.path("challenge").asText();
            for (int number = 0; ; number++) {
                byte[] hash = sha.digest((salt + number).getBytes(StandardCharsets.UTF_8));
                if (HexFormat.of().formatHex(hash).equals(wanted)) {
                    String payload = json.createObjectNode()
                            .put("algorithm", "SHA-256")
                            .put("challenge", wanted)
                            .put("number", number)
                            .put("salt", salt)
                            .put("signature", challenge.path("signature").asText())
                            .toString();
                    return Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
