package fr.creneau.hold;

import fr.creneau.domain.slot.DeskId;
import fr.creneau.hold.HoldMessages.BeginOutcome;
import fr.creneau.hold.HoldMessages.BeginRebuild;
import fr.creneau.hold.HoldMessages.CountOutcome;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.HoldMessages.Rebuild;
import fr.creneau.hold.HoldMessages.RebuildOutcome;
import fr.creneau.hold.HoldMessages.Release;
import fr.creneau.hold.HoldMessages.Settle;
import fr.creneau.hold.HoldMessages.SettleOutcome;
import fr.creneau.hold.HoldMessages.Spend;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Which seats are free and who holds one. Each act is atomic; the clock is the store's own. What each promises stands at its
 * message in {@link HoldMessages}. A failed future means that the store could not be asked in time: the act may or may not have
 * happened, and may be repeated.
 */
public interface HoldStore {
    Future<PlaceOutcome> place(Place wish);

    /** The same with a pass, which is good for one hold: empty, and nothing done, if it was used. */
    Future<Optional<PlaceOutcome>> place(Place wish, Pass pass);

    Future<HoldOutcome> find(DeskId desk, SessionId session);

    /** The pass at that position of a release's order is good for nothing any more; a hold it was used for stays. */
    Future<Void> spend(Spend turn);

    Future<HoldOutcome> prove(DeskId desk, SessionId session);

    Future<HoldOutcome> prolong(DeskId desk, SessionId session);

    Future<HoldOutcome> seal(DeskId desk, SessionId session);

    Future<Void> release(Release release);

    Future<SettleOutcome> settle(Settle words);

    Future<BeginOutcome> beginRebuild(BeginRebuild request);

    Future<RebuildOutcome> rebuild(Rebuild request);

    Future<CountOutcome> count(DeskId desk);

    /**
     * Does a bounded piece of the store's housekeeping: ends expired holds, forgets past slots and older epochs.
     *
     * @return whether there is more to do
     */
    Future<Boolean> sweep(DeskId desk);
}
