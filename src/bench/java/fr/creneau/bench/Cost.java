package fr.creneau.bench;

import java.io.IOException;

/**
 * What a site has used so far, or of late.
 *
 * @param instanceMicros processor time of the instance
 * @param seconds that passed
 */
record Cost(RedisMeter redis, double instanceMicros, double seconds) {
    static final Cost NOTHING = new Cost(new RedisMeter(0, 0, 0, 0), 0, 0);

    static Cost of(GrowthSite site) throws IOException {
        return new Cost(site.redis(), site.instanceMicros(), System.nanoTime() / 1e9);
    }

    Cost since(Cost before) {
        return plus(before.over(-1));
    }

    Cost plus(Cost other) {
        return new Cost(redis.plus(other.redis, 1), instanceMicros + other.instanceMicros, seconds + other.seconds);
    }

    /** Without what would have been used in that time anyway. */
    Cost less(Cost aSecond) {
        return plus(aSecond.over(-1 / seconds));
    }

    /** A part of it: of one of so many requests or seconds. */
    Cost over(double count) {
        return new Cost(NOTHING.redis.plus(redis, 1 / count), instanceMicros / count, seconds / count);
    }
}
