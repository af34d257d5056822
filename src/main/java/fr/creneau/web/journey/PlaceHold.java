package fr.creneau.web.journey;

import fr.creneau.bus.Bus;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.Release;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Place;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.SessionId;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.schedule.Snapshot.Offer;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Holds a seat of a slot for somebody whose answers allow that day: the one way there is, for pages and API. */
public final class PlaceHold {
    /** Not longer than the bus waits: what Redis gets to later must hold nothing. */
    private static final Duration PATIENCE = Duration.ofMillis(1_800);

    private final Bus bus;
    private final Clock clock;
    private final Sellouts sellouts;

    public PlaceHold(Bus bus, Clock clock, Sellouts sellouts) {
        this.bus = bus;
        this.clock = clock;
        this.sellouts = sellouts;
    }

    /** What became of a wish for a slot. */
    public sealed interface Result {
        /** Redis was asked, or had just said that the slot is full. */
        record Asked(Offer offer, PlaceOutcome outcome) implements Result {}

        /** Unknown, past, withdrawn or another desk's: never held, whatever Redis would say. */
        record NotOffered() implements Result {}

        /** On a day on which these answers allow no appointment: never held either. */
        record OutsideWindow() implements Result {}
    }

    /**
     * @param slot as it came: anything at all
     * @param client the prefix of the client's address, by which holds are limited
     * @param pass of a release that has a waiting room, if it is this session's turn
     */
    public Future<Result> place(
            DeskSchedule schedule,
            Eligible eligible,
            SessionId session,
            String slot,
            String client,
            Function<ReleaseId, Optional<String>> pass) {
        Instant now = clock.instant();
        Optional<Offer> wanted = SlotId.isWellFormed(slot) ? schedule.offer(new SlotId(slot)) : Optional.empty();
        if (wanted.isEmpty() || !wanted.get().slot().start().isAfter(now)) {
            return Future.succeededFuture(new Result.NotOffered());
        }
        Offer offer = wanted.get();
        if (!eligible.offers(offer.slot().date(schedule.desk().zone()))) {
            return Future.succeededFuture(new Result.OutsideWindow());
        }
        if (sellouts.isFull(schedule.desk().id(), offer.slot().id(), session)) {
            return Future.succeededFuture(new Result.Asked(offer, new PlaceOutcome.Full()));
        }
        Place place = new Place(schedule.desk().id(), offer.slot().id(), session, now.plus(PATIENCE), client);
        return bus.request(
                        HoldMessages.PLACE,
                        place.with(offer.release().map(Release::id).flatMap(pass)))
                .map(outcome -> new Result.Asked(offer, outcome));
    }
}
