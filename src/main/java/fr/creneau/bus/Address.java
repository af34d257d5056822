package fr.creneau.bus;

import java.time.Duration;

/**
 * Where a request is sent, and what it and its answer are. One constant for each message, in the package of who answers it.
 *
 * @param <Q> the request, an immutable record
 * @param <R> the answer, an immutable record; a business outcome is an answer, only faults are failures
 * @param timeout after which a request fails that was not answered
 */
@SuppressWarnings("UnusedTypeParameter") // phantom types: they make request and answer fit
public record Address<Q, R>(String name, Duration timeout) {
    /** After this an answer is of no use to somebody who waits for a page. */
    private static final Duration USUAL = Duration.ofSeconds(2);

    public Address(String name) {
        this(name, USUAL);
    }
}
