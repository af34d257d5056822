package fr.creneau.redis;

import org.jspecify.annotations.Nullable;

/** Redis could not be asked, or did not answer in time: whether the command took effect is unknown. */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisUnavailableException(String message) {
        this(message, null);
    }

    RedisUnavailableException(String message, @Nullable Throwable cause) {
        // Thrown by the thousand when Redis is away: a stack trace of the event loop would cost much and tell nothing.
        super(message, cause, false, false);
    }
}
