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
    static final int MOST_WAITING = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ToldSeats.class);

    /** What is not marked yet is told again, which changes nothing: a commit for all that were told since. */
    private static final Duration BETWEEN_MARKS = Duration.ofMillis(25);

    private final Batcher<SeatWord, Done> marks;

    ToldSeats(Function<List<SeatWord>, Future<Void>> statement) {
        marks = Batcher.resting(
                BETWEEN_MARKS,
                SeatMirror.BATCH,
                MOST_WAITING,
                words -> statement.apply(words).map(Collections.nCopies(words.size(), Done.DONE)));
    }

    /** What too many wait for, or PostgreSQL does not take, stays to be told. */
    void mark(List<SeatWord> words) {
        Future.join(words.stream().map(marks::ask).toList())
                .onFailure(fault -> log.warn(
                        "some of {} seats stay to be told: {}",
                        words.size(),
                        fault.getClass().getSimpleName()));
    }
}
