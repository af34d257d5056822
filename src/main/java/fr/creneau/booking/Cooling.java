package fr.creneau.booking;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;

/** How long a seat rests that was given back: at random, so that it can't be handed over (RULES.md §3). Both ends included. */
final class Cooling implements Supplier<Duration> {
    private final SecureRandom random = new SecureRandom();
    private final Duration min;
    private final Duration max;

    Cooling(Duration min, Duration max) {
        this.min = min;
        this.max = max;
    }

    @Override
    public Duration get() {
        return Duration.ofMillis(random.nextLong(min.toMillis(), max.toMillis() + 1));
    }
}
