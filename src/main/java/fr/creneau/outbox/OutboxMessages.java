package fr.creneau.outbox;

import fr.creneau.bus.Topic;

/** What is told about the outbox. */
public final class OutboxMessages {
    /**
     * A transaction that added mails was committed: the mail verticle looks at once instead of at its next tick. Announce it after the
     * commit. Losing it loses nothing but a few seconds.
     */
    public static final Topic<Written> WRITTEN = new Topic<>("outbox.written");

    private OutboxMessages() {}

    public record Written() {}
}
