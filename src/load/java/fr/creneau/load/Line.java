package fr.creneau.load;

import com.fasterxml.jackson.databind.JsonNode;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.load.Books.Rule;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a waiting room told those with a ticket: to be held against the draw that it publishes, and against where they stand in the end. */
final class Line {
    private static final Set<String> LET_IN = Set.of("turn", "over");

    private final Target target;
    private final String release;
    private final int expected;
    /** Published before anybody enrolled. */
    private final String commitment;

    private final Set<Integer> tickets = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> positions = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> ahead = new ConcurrentHashMap<>();
    private final Map<Integer, String> phases = new ConcurrentHashMap<>();
    private final Set<Integer> turns = ConcurrentHashMap.newKeySet();
    private final AtomicInteger contradictions = new AtomicInteger();

    /** @param expected how many people of this run want a ticket */
    Line(Target target, String release, int expected) {
        this.target = target;
        this.release = release;
        this.expected = expected;
        commitment = target.room(release, "").path("commitment").asText();
    }

    /** Somebody has a ticket. */
    void enrolled(int ticket) {
        tickets.add(ticket);
    }

    /** A ticket after the draw: its place is always the same, and nobody comes in front of it any more. */
    void told(int ticket, String phase, int position) {
        phases.put(ticket, phase);
        Integer before = positions.putIfAbsent(ticket, position);
        if (before != null && before != position) {
            contradictions.incrementAndGet();
        }
    }

    /** How many come before a ticket, as one instance says again and again. */
    void ahead(int ticket, int people) {
        Integer before = ahead.put(ticket, people);
        if (before != null && before < people) {
            contradictions.incrementAndGet();
        }
    }

    /** A ticket's turn was taken up. */
    void tookTurn(int ticket) {
        turns.add(ticket);
    }

    Map<String, Rule> rules() {
        return Map.of(
                "everybody-was-told", this::untold,
                "places-are-those-of-the-draw", this::misplaced,
                "let-in-in-order", this::passedOver);
    }

    private Optional<String> untold() {
        Map<String, Integer> last = new HashMap<>();
        phases.values().forEach(phase -> last.merge(phase, 1, Integer::sum));
        System.out.printf(
                "Waiting room: %d tickets, %d turns taken up, told last: %s%n", tickets.size(), turns.size(), last);
        return tickets.size() == expected && phases.keySet().equals(tickets)
                ? Optional.empty()
                : Optional.of("%d people, %d tickets, %d were told where they stand"
                        .formatted(expected, tickets.size(), phases.size()));
    }

    private Optional<String> misplaced() {
        JsonNode room = target.room(release, "");
        byte[] key = HexFormat.of().parseHex(room.path("key").asText());
        if (!Draw.commitment(key).equals(commitment)) {
            return Optional.of("the key is not the one that was announced");
        }
        Draw draw = Draw.of(key, room.path("drawn").asInt());
        long wrong = positions.entrySet().stream()
                .filter(told -> draw.position(told.getKey()) != told.getValue())
                .count();
        return wrong + contradictions.get() == 0
                ? Optional.empty()
                : Optional.of("%d tickets were told another place, %d were told one thing and then another"
                        .formatted(wrong, contradictions.get()));
    }

    /** In the end those who were let in are all in front of those who were not, and only they took up a turn. */
    private Optional<String> passedOver() {
        int last = 0;
        int first = Integer.MAX_VALUE;
        for (Map.Entry<Integer, Integer> told : positions.entrySet()) {
            String phase = target.room(release, "/tickets/" + told.getKey())
                    .path("phase")
                    .asText();
            if (LET_IN.contains(phase)) {
                last = Math.max(last, told.getValue());
            } else {
                first = Math.min(first, told.getValue());
            }
        }
        int letIn = last;
        long early = turns.stream()
                .filter(ticket -> positions.getOrDefault(ticket, Integer.MAX_VALUE) > letIn)
                .count();
        return last < first && early == 0
                ? Optional.empty()
                : Optional.of("position %d was let in, %d was not; %d turns of others".formatted(last, first, early));
    }
}
