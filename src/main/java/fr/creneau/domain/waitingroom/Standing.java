package fr.creneau.domain.waitingroom;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What somebody with a ticket is told. Positions count from 1. */
public sealed interface Standing {
    /**
     * The draw has not happened.
     *
     * @param draw when it will
     * @param tickets how many there are so far
     */
    record Enrolled(Instant draw, int tickets) implements Standing {}

    /**
     * @param ahead how many come before, of those not let in yet
     * @param estimate how long it takes at the pace of the last minutes; empty while nobody was let in
     * @param seats that are free
     * @param onlyIfOthersLeave there are at least as many people in front as free seats
     */
    record Waiting(int position, int ahead, Optional<Duration> estimate, int seats, boolean onlyIfOthersLeave)
            implements Standing {}

    /** @param until when a seat must be chosen */
    record Turn(int position, Instant until) implements Standing {}

    /** The turn came and went. */
    record Over(int position) implements Standing {}

    /** Every seat is taken. */
    record NoChance(int position) implements Standing {}
}
