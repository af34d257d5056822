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
    /** Each as large as the slots of a desk: 15 kB for a hundred of them, and a tenth of that compressed. */
    private static final int MOST = 256;

    private final Map<Object, Reply> known = new HashMap<>();
    private @Nullable Snapshot of;

    /** @param question all that the reply depends on besides the snapshot; equal to others that ask the same */
    @SuppressWarnings("ReferenceEquality") // a snapshot that says the same is not announced: another one is another
    Reply reply(Snapshot snapshot, Object question, Supplier<Reply> maker) {
        if (snapshot != of || known.size() >= MOST) {
            known.clear();
            of = snapshot;
        }
        Reply reply = known.get(question);
        if (reply == null) {
            reply = maker.get();
            known.put(question, reply);
        }
        return reply;
    }
}
