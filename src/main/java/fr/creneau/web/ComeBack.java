package fr.creneau.web;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** When whoever could not be served is to try again: not everybody at once, or the next to be refused were the same crowd. */
public final class ComeBack {
    private static final int SOONEST_S = 5;
    private static final int JITTER_S = 11;

    private ComeBack() {}

    /** 5 to 15 seconds, whole ones. */
    public static Duration soon() {
        return Duration.ofSeconds(SOONEST_S + ThreadLocalRandom.current().nextInt(JITTER_S));
    }
}
