package fr.creneau.hold;

import fr.creneau.bus.Address;
import fr.creneau.bus.Done;
import fr.creneau.bus.Topic;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.DeskId;
import fr.creneau.domain.slot.Seat;
import fr.creneau.domain.slot.SlotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the hold verticle answers. Outcomes are values; a failed reply means that Redis could not be asked in time. */
public final class HoldMessages {
    /** Holds a free seat of a slot for a session, or swaps the seat it holds. Asking twice gives the same hold. */
    public static final Address<Place, PlaceOutcome> PLACE = new Address<>("hold.place");
    /** A turn is given up: its pass opens nothing any more. A failed reply means that it may still. */
    public static final Address<Spend, Done> SPEND = new Address<>("hold.spend");
    /** The live hold of a session, if it has one. */
    public static final Address<Find, HoldOutcome> FIND = new Address<>("hold.find");
    /** The security check was passed: the hold lives to its deadline. */
    public static final Address<Prove, HoldOutcome> PROVE = new Address<>("hold.prove");
    /** A code for the security check is being mailed: the unproven hold waits for it until its deadline. */
    public static final Address<Prolong, HoldOutcome> PROLONG = new Address<>("hold.prolong");
    /** Keeps the seat past its expiry while the booking is written. */
    public static final Address<Seal, HoldOutcome> SEAL = new Address<>("hold.seal");
    /** Gives the seat back. Releasing what is not held is no fault. */
    public static final Address<Release, Done> RELEASE = new Address<>("hold.release");
    /** PostgreSQL's word on seats, newer than what Redis knows. Repeatable in any order. */
    public static final Address<Settle, SettleOutcome> SETTLE = new Address<>("hold.settle");
    /**
     * First step of a rebuild: from now on no word is heard until the desk is rebuilt, so that seats read from PostgreSQL after the
     * answer miss none. One instance is told to go on; others are told that it is being done.
     */
    public static final Address<BeginRebuild, BeginOutcome> BEGIN_REBUILD = new Address<>("hold.begin-rebuild");
    /** Replaces all that Redis knows of a desk, under a new epoch. Live holds of the old epoch are lost. */
    public static final Address<Rebuild, RebuildOutcome> REBUILD =
            new Address<>("hold.rebuild", Duration.ofSeconds(60));
    /** Free seats of every slot of a desk. */
    public static final Address<Count, CountOutcome> COUNT = new Address<>("hold.count");
    /** Which slots take a pass to be held, and of which release: all of them, whenever that changes. */
    public static final Topic<Guard> GUARDED = new Topic<>("hold.guarded");
    /** A seat was held with a pass: the turn is used. Told at most once; whoever misses it waits for the pass's end. */
    public static final Topic<PassUsed> PASS_USED = new Topic<>("hold.pass-used");
    /** A desk Redis knows nothing of was asked for: whoever has the truth may send REBUILD. */
    public static final Topic<DeskId> UNKNOWN_DESK = new Topic<>("hold.unknown-desk");

    /** What was full at a count of a desk, each time it is counted and where that many know it. */
    public static final Topic<Sellout> SELLOUT = new Topic<>("hold.sellout");

    private HoldMessages() {}

    /**
     * @param deadline after this instant the caller has given up and nothing may be held any more
     * @param client the prefix of the client's address, by which holds are limited; empty to limit by session alone
     * @param lost id of a hold that had passed the security check and that Redis has lost: if the session has no live hold, the
     *     new one is that hold again, proven, under the same id, and not limited. It takes no pass: it took one when it was placed
     * @param pass what {@link Passes#sign} made for this session, where the slot takes one. Good for one hold
     */
    public record Place(
            DeskId desk,
            SlotId slot,
            SessionId session,
            Instant deadline,
            Optional<String> client,
            Optional<String> lost,
            Optional<String> pass) {
        public Place(
                DeskId desk,
                SlotId slot,
                SessionId session,
                Instant deadline,
                Optional<String> client,
                Optional<String> lost) {
            this(desk, slot, session, deadline, client, lost, Optional.empty());
        }

        public Place(DeskId desk, SlotId slot, SessionId session, Instant deadline) {
            this(desk, slot, session, deadline, Optional.empty(), Optional.empty());
        }

        public Place(DeskId desk, SlotId slot, SessionId session, Instant deadline, String client) {
            this(desk, slot, session, deadline, Optional.of(client), Optional.empty());
        }

        /** With a pass, or without. */
        public Place with(Optional<String> other) {
            return new Place(desk, slot, session, deadline, client, lost, other);
        }

        /** Given up earlier. */
        Place until(Instant earlier) {
            return new Place(desk, slot, session, earlier, client, lost, pass);
        }
    }

    public record Guard(Map<SlotId, ReleaseId> slots) {
        public Guard {
            slots = Map.copyOf(slots);
        }
    }

    /** @param position that the pass was signed for */
    public record Spend(DeskId desk, ReleaseId release, int position) {}

    public record PassUsed(ReleaseId release, int position, SessionId session) {}

    /** What became of a wish for a seat. */
    public sealed interface PlaceOutcome {
        /** @param repeated the session already held a seat of this slot: nothing changed */
        record Held(Hold hold, boolean repeated) implements PlaceOutcome {}

        /** No seat of the slot is free; a seat held before is still held. */
        record Full() implements PlaceOutcome {}

        /**
         * This session, or the network it comes from, held too many seats lately without submitting. A seat held before is still held.
         *
         * @param retryAfter when the same wish would be granted if nobody else asked meanwhile
         */
        record Limited(Duration retryAfter) implements PlaceOutcome {}

        /**
         * The slot is announced, not yet on sale; a seat held before is still held, unless it was of this slot.
         *
         * @param opens when its release opens, by Redis's clock
         */
        record NotOpen(Instant opens) implements PlaceOutcome {}

        /** The slot's release has a waiting room, and this session has no turn now: none, over, or used for another hold. */
        record NoPass(ReleaseId release) implements PlaceOutcome {}

        /** No such slot is on sale: unknown, past or withdrawn. */
        record NotOffered() implements PlaceOutcome {}

        /** The caller's deadline had passed when Redis got to it. */
        record Late() implements PlaceOutcome {}

        /** The desk is being rebuilt from PostgreSQL: try again in a few seconds. */
        record Rebuilding() implements PlaceOutcome {}
    }

    public record Find(DeskId desk, SessionId session) {}

    public record Prove(DeskId desk, SessionId session) {}

    public record Prolong(DeskId desk, SessionId session) {}

    public record Seal(DeskId desk, SessionId session) {}

    /** @param fence of the hold that is meant: a later one is left alone; {@link #ANY} for whichever there is */
    public record Release(DeskId desk, SessionId session, long fence) {
        public static final long ANY = 0;

        public Release(DeskId desk, SessionId session) {
            this(desk, session, ANY);
        }
    }

    /** The hold, or that there is none. */
    public sealed interface HoldOutcome {
        record Live(Hold hold) implements HoldOutcome {}

        record Gone() implements HoldOutcome {}

        record Rebuilding() implements HoldOutcome {}
    }

    /**
     * One seat as PostgreSQL has it.
     *
     * @param opens before which no seat of its slot is given, whatever its availability: the same of all seats of a slot
     * @param version rises with each change of the seat's row
     */
    public record SeatWord(Seat seat, Instant slotStart, Instant opens, long version, Availability availability) {
        /** A seat of no release. */
        public SeatWord(Seat seat, Instant slotStart, long version, Availability availability) {
            this(seat, slotStart, Instant.EPOCH, version, availability);
        }
    }

    /** Whether a seat can be held. */
    public sealed interface Availability {
        /** Can be held from that instant on: in the past for a free seat, in the future for a cooling one. */
        record FreeFrom(Instant instant) implements Availability {}

        /** Belongs to a request or an appointment. */
        record Taken() implements Availability {}

        /** No longer on sale. */
        record Withdrawn() implements Availability {}
    }

    public record Settle(DeskId desk, List<SeatWord> seats) {}

    /** Whether the word was heard. */
    public enum SettleOutcome {
        SETTLED,
        /** Nothing was changed: the desk must be rebuilt first. */
        REBUILD_NEEDED
    }

    /** Begins a rebuild unless another one is under way or, with {@code onlyIfUnknown}, if the desk is known. */
    public record BeginRebuild(DeskId desk, boolean onlyIfUnknown) {}

    public sealed interface BeginOutcome {
        /** @param epoch to be named in {@link Rebuild}, within ten seconds: read the seats now */
        record Begun(String epoch) implements BeginOutcome {}

        /** Somebody else is at it, or the desk is known already: nothing to do. */
        record NotNeeded() implements BeginOutcome {}
    }

    /**
     * @param epoch from {@link BeginRebuild}; empty to begin here, over any other rebuild: then words settled since the seats were
     *     read are lost, which only a test or a repair by hand can allow itself
     * @param seats all of them
     */
    public record Rebuild(DeskId desk, Optional<String> epoch, List<SeatWord> seats) {
        public Rebuild(DeskId desk, List<SeatWord> seats) {
            this(desk, Optional.empty(), seats);
        }
    }

    public enum RebuildOutcome {
        REBUILT,
        /** Another rebuild began since: that one counts, nothing of this one will be seen. */
        SUPERSEDED
    }

    public record Count(DeskId desk) {}

    /** Free seats by slot, or that the desk is being rebuilt. */
    public sealed interface CountOutcome {
        /**
         * @param free none of a slot that has not opened
         * @param at when they were counted, by Redis's clock: what opens later had not opened
         */
        record Counted(Map<SlotId, Integer> free, Instant at) implements CountOutcome {}

        record Rebuilding() implements CountOutcome {}
    }

    /**
     * What a desk had no free seat of at one instant, and who held any of its seats then.
     *
     * @param full slots that are on sale, open and without a seat to be had
     * @param asked when it was asked for, as {@link System#nanoTime} had it: it is true of an instant after that
     */
    public record Sellout(DeskId desk, Set<SlotId> full, Set<SessionId> holders, long asked) {
        public Sellout {
            full = Set.copyOf(full);
            holders = Set.copyOf(holders);
        }
    }
}
