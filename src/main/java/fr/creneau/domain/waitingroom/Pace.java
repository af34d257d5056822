package fr.creneau.domain.waitingroom;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast people are let in: worked out once for each state of a room, for everybody who waits.
 *
 * @param since when the first of them were let in
 * @param people let in since
 */
public record Pace(Instant since, long people) {
    /** It looks that far back. */
    public static final Duration OVER = Duration.ofMinutes(5);

    private static final long MILLIS_A_SECOND = 1_000;

    /** Empty where nobody was let in within the last minutes. */
    public static Optional<Pace> of(List<Call> calls, Instant now) {
        Instant from = now.minus(OVER);
        List<Call> recent =
                calls.stream().filter(call -> call.at().isAfter(from)).toList();
        return recent.stream()
                .map(Call::at)
                .min(Instant::compareTo)
                .map(first ->
                        new Pace(first, recent.stream().mapToLong(Call::people).sum()));
    }

    /** How long so many further people take. */
    Duration estimate(long more, Instant now) {
        long over = Math.max(Duration.between(since, now).toMillis(), MILLIS_A_SECOND);
        return Duration.ofMillis(more * over / people);
    }
}
