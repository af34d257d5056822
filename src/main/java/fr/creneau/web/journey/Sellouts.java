package fr.creneau.web.journey;

import fr.creneau.bus.Bus;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.SlotId;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.Sellout;
import fr.creneau.hold.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which slots had no free seat at the last count, so that a crowd that comes too late need not ask Redis one by one. Says so for a moment
 * only: when nothing is counted any more, Redis decides. Never says it to somebody who held a seat of that desk, who may be repeating a
 * wish that was granted. Thread-safe.
 */
public final class Sellouts {
    private final Map<DeskId, Sellout> last = new ConcurrentHashMap<>();
    private final Duration goodFor;
    private final LongSupplier nanos;

    /** @param nanos a clock as {@link System#nanoTime} */
    Sellouts(Duration goodFor, LongSupplier nanos) {
        this.goodFor = goodFor;
        this.nanos = nanos;
    }

    /** @param goodFor how old a count may be */
    public static Sellouts follow(Bus bus, Duration goodFor) {
        Sellouts sellouts = new Sellouts(goodFor, System::nanoTime);
        bus.listen(HoldMessages.SELLOUT, sellouts::see);
        return sellouts;
    }

    void see(Sellout sellout) {
        last.put(sellout.desk(), sellout);
    }

    /** Whether that wish would find nothing. */
    boolean isFull(DeskId desk, SlotId slot, SessionId session) {
        Sellout seen = last.get(desk);
        return seen != null
                && seen.full().contains(slot)
                && nanos.getAsLong() - seen.asked() < goodFor.toNanos()
                && !seen.holders().contains(session);
    }
}
