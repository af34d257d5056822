package fr.creneau.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.waitingroom.TicketStore.Wish;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Writes tickets together, so that a crowd is a few transactions: those who come within a moment, or while the transaction before is
 * under way, share the next one. Bounded. Not thread-safe: one event loop has it.
 */
final class TicketWriter {
    private static final long GATHER_MS = 20;
    private static final int BATCH = 1_000;

    private final Vertx vertx;
    private final TicketStore store;
    private final int mostWaiting;
    private final Map<ReleaseId, Lane> lanes = new HashMap<>();
    private int waiting;

    /** @param mostWaiting over all releases; whoever comes on top of them is told that too many are at it */
    TicketWriter(Vertx vertx, TicketStore store, int mostWaiting) {
        this.vertx = vertx;
        this.store = store;
        this.mostWaiting = mostWaiting;
    }

    /** Fails if the transaction did: whether the ticket was given is then unknown, and asking again tells. */
    Future<EnrolOutcome> enrol(ReleaseId release, Wish wish) {
        if (isFull()) {
            return Future.succeededFuture(new EnrolOutcome.Busy());
        }
        waiting++;
        return lanes.computeIfAbsent(release, Lane::new).add(wish).onComplete(answered -> waiting--);
    }

    boolean isFull() {
        return waiting >= mostWaiting;
    }

    private record Waiter(Wish wish, Promise<EnrolOutcome> answer) {}

    /** The people of one release: one transaction at a time, since they would wait for each other anyway. */
    private final class Lane {
        private final ReleaseId release;
        private final Queue<Waiter> queue = new ArrayDeque<>();
        private boolean busy;

        Lane(ReleaseId release) {
            this.release = release;
        }

        Future<EnrolOutcome> add(Wish wish) {
            Waiter waiter = new Waiter(wish, Promise.promise());
            queue.add(waiter);
            if (!busy) {
                busy = true;
                vertx.setTimer(GATHER_MS, gathered -> write());
            }
            return waiter.answer().future();
        }

        private void write() {
            Map<Buffer, Wish> wishes = new LinkedHashMap<>();
            Set<Buffer> proofs = new HashSet<>();
            List<Waiter> together = new ArrayList<>();
            while (!queue.isEmpty() && together.size() < BATCH) {
                Waiter waiter = queue.remove();
                together.add(waiter);
                Wish wish = waiter.wish();
                // The same person twice is one wish; the same proof for a second person is none.
                if (!wishes.containsKey(wish.person()) && proofs.add(wish.proof())) {
                    wishes.put(wish.person(), wish);
                }
            }
            store.enrol(release, wishes.values()).onComplete(written -> {
                if (queue.isEmpty()) {
                    busy = false;
                } else {
                    write();
                }
                together.forEach(waiter -> {
                    if (written.succeeded()) {
                        waiter.answer().complete(outcome(waiter.wish(), written.result()));
                    } else {
                        waiter.answer().fail(written.cause());
                    }
                });
            });
        }

        private static EnrolOutcome outcome(Wish wish, Optional<Map<Buffer, Integer>> numbers) {
            return numbers.map(given -> given.containsKey(wish.person())
                            ? new EnrolOutcome.Enrolled(given.get(wish.person()))
                            : new EnrolOutcome.ProofRefused())
                    .orElseGet(EnrolOutcome.NotEnrolling::new);
        }
    }
}
