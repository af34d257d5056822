package fr.creneau.domain.waitingroom;

import java.time.Instant;

/**
 * Some people were let in: their turn lasts until {@code until}.
 *
 * @param first position
 * @param last position, inclusive
 */
public record Call(int first, int last, Instant at, Instant until) {
    boolean includes(int position) {
        return first <= position && position <= last;
    }

    int people() {
        return last - first + 1;
    }
}
