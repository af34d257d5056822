package fr.creneau.bus;

/** The answer to a request that has nothing to tell but that it is done. */
public record Done() {
    public static final Done DONE = new Done();
}
