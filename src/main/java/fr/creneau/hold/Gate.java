package fr.creneau.hold;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages.Guard;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.PassUsed;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * In front of every hold: a slot of a release with a waiting room takes a pass. A pass is good for one hold, until its end by the store's
 * clock; a session that holds a seat of that release may change it for another without. Not thread-safe: one event loop has it.
 */
final class Gate {
    private final HoldStore store;
    private final Passes passes;
    private final Consumer<PassUsed> used;
    private Map<SlotId, ReleaseId> guarded = Map.of();

    /** @param used told of each hold that was placed with a pass */
    Gate(HoldStore store, Passes passes, Consumer<PassUsed> used) {
        this.store = store;
        this.passes = passes;
        this.used = used;
    }

    /** Replaces what was guarded before. */
    void guard(Guard guard) {
        guarded = guard.slots();
    }

    Future<PlaceOutcome> place(Place wish) {
        ReleaseId release = guarded.get(wish.slot());
        if (release == null || wish.lost().isPresent()) {
            return store.place(wish);
        }
        return wish.pass()
                .flatMap(passes::read)
                .filter(pass -> pass.release().equals(release) && pass.session().equals(wish.session()))
                .map(pass -> withPass(wish, pass))
                .orElseGet(() -> change(wish, release));
    }

    private Future<PlaceOutcome> withPass(Place wish, Pass pass) {
        // The store's clock judges both at once: the caller's patience and the end of the turn.
        boolean endsFirst = pass.until().isBefore(wish.deadline());
        Instant deadline = endsFirst ? pass.until() : wish.deadline();
        return store.place(wish.until(deadline), pass).compose(outcome -> {
            if (outcome.isEmpty() || (endsFirst && outcome.get() instanceof PlaceOutcome.Late)) {
                return change(wish, pass.release());
            }
            if (outcome.get() instanceof PlaceOutcome.Held held && !held.repeated()) {
                used.accept(new PassUsed(pass.release(), pass.position(), wish.session()));
            }
            return Future.succeededFuture(outcome.get());
        });
    }

    /** Without a pass a seat can only be changed for another of the same release. */
    private Future<PlaceOutcome> change(Place wish, ReleaseId release) {
        return store.find(wish.desk(), wish.session()).compose(found -> {
            boolean holds = found instanceof HoldOutcome.Live live
                    && Optional.of(release)
                            .equals(Optional.ofNullable(
                                    guarded.get(live.hold().seat().slot())));
            if (found instanceof HoldOutcome.Rebuilding) {
                return Future.succeededFuture(new PlaceOutcome.Rebuilding());
            }
            return holds ? store.place(wish) : Future.succeededFuture(new PlaceOutcome.NoPass(release));
        });
    }
}
