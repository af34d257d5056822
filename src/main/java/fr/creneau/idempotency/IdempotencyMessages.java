package fr.creneau.idempotency;

import fr.creneau.bus.Address;
import fr.creneau.bus.Done;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.SessionId;
import io.vertx.core.buffer.Buffer;

/** What the idempotency verticle answers. */
public final class IdempotencyMessages {
    /** Whether a request with that key came before. The first one is remembered. */
    public static final Address<Remember, Before> REMEMBER = new Address<>("idempotency.remember");

    /** Nothing was done for that request, whose key was new. */
    public static final Address<Remember, Done> FORGET = new Address<>("idempotency.forget");

    private IdempotencyMessages() {}

    /**
     * @param key as the client chose it: anything at all, its own only within the session
     * @param content hash of the request
     */
    public record Remember(DeskId desk, SessionId session, String key, Buffer content) {}

    public enum Before {
        /** The key is new; or Redis is away, and nobody knows. */
        NOTHING,
        /** The same request came before, and was done or may have been. */
        SAME,
        /** The key was sent with another request. */
        OTHER
    }
}
