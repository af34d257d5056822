package fr.creneau.load;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the site told its clients, in their own words: to be held against its books afterwards. */
final class Ledger {
    private final Map<String, Instant> heldUntil = new ConcurrentHashMap<>();
    private final Set<String> submitted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twice = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** A client was given that seat until then. */
    void held(String slot, int seat, Instant until) {
        heldUntil.merge(seat(slot, seat), until, (before, now) -> {
            if (before.isAfter(Instant.now())) {
                twice.incrementAndGet();
            }
            return now;
        });
    }

    /** The security check lets a client keep its seat longer. */
    void kept(String slot, int seat, Instant until) {
        heldUntil.put(seat(slot, seat), until);
    }

    /** A client was told that its request is made. */
    void submitted(String slot, int seat) {
        submitted.add(seat(slot, seat));
    }

    /** A client does not know what became of what it asked for. */
    void unanswered() {
        unanswered.incrementAndGet();
    }

    int withoutAnswer() {
        return unanswered.get();
    }

    /** How often a seat was given while a client had it. */
    int givenTwice() {
        return twice.get();
    }

    int requests() {
        return submitted.size();
    }

    /** Seats held now and not yet asked for. */
    long holding() {
        Instant now = Instant.now();
        return heldUntil.entrySet().stream()
                .filter(hold -> hold.getValue().isAfter(now) && !submitted.contains(hold.getKey()))
                .count();
    }

    private static String seat(String slot, int seat) {
        return slot + '/' + seat;
    }
}
