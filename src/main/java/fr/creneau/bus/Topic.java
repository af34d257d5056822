package fr.creneau.bus;

/** Where a fact is announced to whoever listens on this instance. A wake-up or a copy, never the only copy of anything. */
@SuppressWarnings("UnusedTypeParameter") // phantom types: they make request and answer fit
public record Topic<T>(String name) {}
