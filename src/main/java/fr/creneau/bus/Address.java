package fr.creneau.bus;

/**
 * Where a request is sent, and what it and its answer are. One constant for each message, in the package of who answers it.
 *
 * @param <Q> the request, an immutable record
 * @param <R> the answer, an immutable record; a business outcome is an answer, only faults are failures
 */
@SuppressWarnings("UnusedTypeParameter") // phantom types: they make request and answer fit
public record Address<Q, R>(String name) {}
