package fr.creneau.booking;

import fr.creneau.hold.HoldMessages.SeatWord;
import io.vertx.core.Future;
import java.util.ArrayList;
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

    private final Function<List<SeatWord>, Future<Void>> statement;
    private final List<SeatWord> waiting = new ArrayList<>();
    private boolean underWay;

    ToldSeats(Function<List<SeatWord>, Future<Void>> statement) {
        this.statement = statement;
    }

    void mark(List<SeatWord> words) {
        if (waiting.size() + words.size() <= MOST_WAITING) {
            waiting.addAll(words);
        }
        if (!underWay) {
            next();
        }
    }

    private void next() {
        if (waiting.isEmpty()) {
            return;
        }
        List<SeatWord> next = waiting.subList(0, Math.min(waiting.size(), SeatMirror.BATCH));
        List<SeatWord> batch = List.copyOf(next);
        next.clear();
        underWay = true;
        statement
                .apply(batch)
                .onFailure(fault -> log.warn(
                        "{} seats stay to be told: {}",
                        batch.size(),
                        fault.getClass().getSimpleName()))
                .onComplete(done -> {
                    underWay = false;
                    next();
                });
    }
}
