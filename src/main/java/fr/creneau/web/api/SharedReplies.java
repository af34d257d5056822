package fr.creneau.web.api;

import fr.creneau.schedule.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Replies that say nothing but what a snapshot says: made and compressed for whoever asks first, good for all until there is another
 * snapshot (decision 0703). Bounded. Used on one event loop.
 */
final class SharedReplies {
    /** Bytes: a hundred desks of three hundred slots. Compressed they take a tenth of it once more. */
    private static final int MOST_BYTES = 16 << 20;
    /** Small ones. */
    private static final int MOST = 1_024;

    private final Map<Object, Reply> known = new HashMap<>();
    private int bytes;
    private @Nullable Snapshot of;

    /** @param question all that the reply depends on besides the snapshot; equal to others that ask the same */
    @SuppressWarnings("ReferenceEquality") // a snapshot that says the same is not announced: another one is another
    Reply reply(Snapshot snapshot, Object question, Supplier<Reply> maker) {
        if (snapshot != of || known.size() >= MOST || bytes >= MOST_BYTES) {
            known.clear();
            bytes = 0;
            of = snapshot;
        }
        Reply reply = known.get(question);
        if (reply == null) {
            reply = maker.get();
            known.put(question, reply);
            bytes += reply.content().plain().length();
        }
        return reply;
    }
}
