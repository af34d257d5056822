package fr.creneau.booking;

import fr.creneau.bus.Done;
import fr.creneau.hold.HoldMessages.SeatWord;
import fr.creneau.task.Batcher;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks in PostgreSQL what Redis has heard, in the background: one statement at a time, and what comes in meanwhile goes with the next
 * one. A crowd that books costs a few statements instead of one each. What is lost here, or is too much, the sweep tells again. Used on
 * one event loop.
 */
final class ToldSeats {
    /** Calls to Redis, each of a batch of words at most. */
    static final int MOST_WAITING = 1_000;

    static final int TOGETHER = 8;

    private static final Logger log = LoggerFactory.getLogger(ToldSeats.class);

    /** What is not marked yet is told again, which changes nothing: a commit for all that were told since. */
    private static final Duration BETWEEN_MARKS = Duration.ofMillis(25);

    private final Batcher<List<SeatWord>, Done> marks;

    ToldSeats(Function<List<SeatWord>, Future<Void>> statement) {
        marks = Batcher.resting(BETWEEN_MARKS, TOGETHER, MOST_WAITING, heard -> {
            List<SeatWord> words = heard.stream().flatMap(List::stream).toList();
            return statement
                    .apply(words)
                    .onFailure(fault -> log.warn(
                            "{} seats stay to be told: {}",
                            words.size(),
                            fault.getClass().getSimpleName()))
                    .map(Collections.nCopies(heard.size(), Done.DONE));
        });
    }

    /** What too many wait for, or PostgreSQL does not take, stays to be told: nothing hangs on the end of this. */
    void mark(List<SeatWord> words) {
        marks.ask(words).otherwise(Done.DONE);
    }
}
