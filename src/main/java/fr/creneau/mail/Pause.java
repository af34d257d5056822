package fr.creneau.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Leaves a relay that cannot be used alone, longer each time; then one mail tries whether it is back. Used on one event loop. */
final class Pause {
    private final MailPace pace;
    private final Clock clock;
    private final RandomGenerator random;
    private int times;
    private Instant until = Instant.MIN;

    Pause(MailPace pace, Clock clock, RandomGenerator random) {
        this.pace = pace;
        this.clock = clock;
        this.random = random;
    }

    /** How many of so many mails may be tried now. */
    int allowed(int wanted) {
        if (clock.instant().isBefore(until)) {
            return 0;
        }
        return times == 0 ? wanted : Math.min(wanted, 1);
    }

    /** Whether a pause is on: mails that failed together are one failure of the relay. */
    boolean isOn() {
        return clock.instant().isBefore(until);
    }

    /** The relay could not be used. Gives how long it is left alone from now. */
    Duration failed() {
        if (!isOn()) {
            times++;
            until = clock.instant().plus(pace.pause(times, random));
        }
        return left();
    }

    /** How long it still lasts, when it is on. */
    Duration left() {
        return Duration.between(clock.instant(), until);
    }

    void worked() {
        times = 0;
        until = Instant.MIN;
    }
}
