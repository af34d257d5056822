package fr.creneau.hold;

import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Availability;
import fr.creneau.hold.HoldMessages.Availability.FreeFrom;
import fr.creneau.hold.HoldMessages.Availability.Taken;
import fr.creneau.hold.HoldMessages.Availability.Withdrawn;
import fr.creneau.hold.HoldMessages.SeatWord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store should do, said as plainly as possible: a table of seats and a list of holds that are gone as soon as they have
 * expired. No indexes, no sweeping, nothing in common with the scripts but the rules.
 */
final class HoldModel {
    /** Which seat of a slot is given is the store's choice: the model is told. */
    record Held(Seat seat, Instant first, Instant expires, Instant deadline, boolean proven) {}

    record Known(Instant start, long version, Availability availability) {}

    enum Answer {
        HELD,
        REPEATED,
        FULL,
        NOT_OPEN,
        NOT_OFFERED,
        LATE
    }

    private static final Duration LIFETIME = TestHolds.TIMES.lifetime();
    private static final Duration UNPROVEN = TestHolds.TIMES.unproven();
    private static final Duration SEAL = TestHolds.TIMES.seal();
    private static final Duration RETRY = TestHolds.TIMES.retry();
    private static final Duration EXTENDED = TestHolds.TIMES.extended();

    private final Map<Seat, Known> seats = new HashMap<>();
    private final Map<SessionId, Held> holds = new HashMap<>();
    private final Map<SlotId, Instant> openings = new HashMap<>();
    private Instant now;

    HoldModel(Instant now) {
        this.now = now;
    }

    void clock(Instant instant) {
        now = instant;
    }

    Optional<Held> find(SessionId session) {
        return Optional.ofNullable(holds.get(session)).filter(hold -> now.isBefore(hold.expires()));
    }

    /** What the answer to a wish must be. */
    Answer wish(SessionId session, SlotId slot, Instant deadline) {
        if (now.isAfter(deadline)) {
            return Answer.LATE;
        }
        if (!onSale(slot)) {
            return Answer.NOT_OFFERED;
        }
        if (!isOpen(slot)) {
            return Answer.NOT_OPEN;
        }
        if (find(session).filter(hold -> hold.seat().slot().equals(slot)).isPresent()) {
            return Answer.REPEATED;
        }
        return freeSeats(slot).isEmpty() ? Answer.FULL : Answer.HELD;
    }

    /** The store gave that seat. */
    Held given(SessionId session, Seat seat) {
        Optional<Held> before = find(session);
        Instant first = before.map(Held::first).orElse(now);
        boolean proven = before.map(Held::proven).orElse(false);
        Instant deadline = earlier(now.plus(LIFETIME), first.plus(EXTENDED));
        Instant promised = before.map(Held::expires).orElse(now);
        Instant waiting = earlier(later(now.plus(UNPROVEN), promised), first.plus(LIFETIME));
        Instant expires = proven ? deadline : earlier(waiting, deadline);
        Held held = new Held(seat, first, expires, deadline, proven);
        holds.put(session, held);
        return held;
    }

    void prove(SessionId session) {
        find(session)
                .filter(hold -> !hold.proven())
                .ifPresent(hold -> holds.put(
                        session,
                        new Held(
                                hold.seat(),
                                hold.first(),
                                later(hold.expires(), hold.deadline()),
                                hold.deadline(),
                                true)));
    }

    void prolong(SessionId session) {
        find(session)
                .filter(hold -> !hold.proven())
                .ifPresent(hold -> holds.put(
                        session,
                        new Held(
                                hold.seat(),
                                hold.first(),
                                later(
                                        hold.expires(),
                                        earlier(hold.deadline(), hold.first().plus(LIFETIME))),
                                hold.deadline(),
                                false)));
    }

    void seal(SessionId session) {
        find(session)
                .filter(hold -> hold.proven() && now.isBefore(hold.first().plus(EXTENDED)))
                .ifPresent(hold -> holds.put(
                        session,
                        new Held(
                                hold.seat(),
                                hold.first(),
                                later(
                                        hold.expires(),
                                        later(
                                                now.plus(SEAL),
                                                earlier(
                                                        now.plus(RETRY),
                                                        hold.first().plus(EXTENDED)))),
                                hold.deadline(),
                                true)));
    }

    void release(SessionId session) {
        holds.remove(session);
    }

    void settle(SeatWord word) {
        Known known = seats.get(word.seat());
        if (known != null && known.version() >= word.version()) {
            return;
        }
        seats.put(word.seat(), new Known(word.slotStart(), word.version(), word.availability()));
        openings.put(word.seat().slot(), word.opens());
        boolean holdable = word.availability() instanceof FreeFrom free
                && !free.instant().isAfter(now)
                && !word.opens().isAfter(now);
        if (!holdable) {
            holds.values().removeIf(hold -> hold.seat().equals(word.seat()));
        }
    }

    void rebuild(List<SeatWord> words) {
        seats.clear();
        holds.clear();
        openings.clear();
        words.forEach(this::settle);
    }

    Map<SlotId, Integer> count() {
        Map<SlotId, Integer> counts = new HashMap<>();
        for (Seat seat : seats.keySet()) {
            if (onSale(seat.slot())) {
                counts.put(
                        seat.slot(),
                        isOpen(seat.slot()) ? freeSeats(seat.slot()).size() : 0);
            }
        }
        return counts;
    }

    Set<Seat> freeSeats(SlotId slot) {
        Set<Seat> free = new HashSet<>();
        seats.forEach((seat, known) -> {
            boolean available = known.availability() instanceof FreeFrom from
                    && !from.instant().isAfter(now);
            boolean held =
                    holds.values().stream().anyMatch(hold -> hold.seat().equals(seat) && now.isBefore(hold.expires()));
            if (seat.slot().equals(slot) && available && !held) {
                free.add(seat);
            }
        });
        return free;
    }

    boolean isTaken(Seat seat) {
        Known known = seats.get(seat);
        return known != null && known.availability() instanceof Taken;
    }

    private boolean isOpen(SlotId slot) {
        return !openings.get(slot).isAfter(now);
    }

    private boolean onSale(SlotId slot) {
        return seats.entrySet().stream()
                .anyMatch(entry -> entry.getKey().slot().equals(slot)
                        && entry.getValue().start().isAfter(now)
                        && !(entry.getValue().availability() instanceof Withdrawn));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
