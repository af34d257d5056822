package fr.creneau.domain.waitingroom;

import fr.creneau.domain.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A waiting room as it was at one instant: enough to tell everybody where they stand without asking anyone. Immutable.
 *
 * @param commitment SHA-256 of the draw's key, in hexadecimal
 * @param tickets handed out so far
 * @param joined how many of them in the last minute
 * @param result the draw, once it has happened
 * @param called how many were let in: those with the positions up to this number
 * @param calls the recent ones: at least those whose turn may not be over
 * @param pace at which people were let in lately
 * @param seats how many can still be had
 */
public record Room(
        Release release,
        String commitment,
        int tickets,
        int joined,
        Optional<Result> result,
        int called,
        List<Call> calls,
        Optional<Pace> pace,
        Seats seats) {

    public Room {
        calls = List.copyOf(calls);
    }

    /**
     * The draw, and what proves it.
     *
     * @param key in hexadecimal
     */
    public record Result(Draw draw, String key) {}

    /**
     * @param untaken seats without an appointment: free, held, cooling, or asked for and not confirmed yet
     * @param free those that could be held just now
     * @param turns people who were let in and may still take one
     */
    public record Seats(int untaken, int free, int turns) {}

    /** Whether the draw is over and every seat is taken: nobody needs to wait. */
    public boolean isSoldOut() {
        return result.isPresent() && seats.untaken() == 0;
    }

    public int position(int ticket) {
        return result.map(drawn -> drawn.draw().position(ticket)).orElse(ticket);
    }

    /** Where a ticket stands at an instant, not earlier than this room was seen. */
    public Standing standing(int ticket, Instant now) {
        if (result.isEmpty()) {
            return new Standing.Enrolled(release.opens(), tickets);
        }
        int position = position(ticket);
        if (position <= called) {
            return calls.stream()
                    .filter(call -> call.includes(position) && now.isBefore(call.until()))
                    .findFirst()
                    .<Standing>map(call -> new Standing.Turn(position, call.until()))
                    .orElseGet(() -> new Standing.Over(position));
        }
        if (seats.untaken() == 0) {
            return new Standing.NoChance(position);
        }
        int ahead = position - called - 1;
        return new Standing.Waiting(
                position,
                ahead,
                pace.map(known -> known.estimate(ahead + 1, now)),
                seats.free(),
                ahead >= seats.free() - seats.turns());
    }
}
