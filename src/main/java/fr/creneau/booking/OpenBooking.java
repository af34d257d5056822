package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.booking.BookingMessages.OpenOutcome.NotEligible;
import fr.creneau.booking.BookingMessages.OpenOutcome.NotProven;
import fr.creneau.booking.BookingMessages.OpenOutcome.Opened;
import fr.creneau.booking.BookingMessages.OpenOutcome.SeatLost;
import fr.creneau.booking.BookingMessages.Repeat;
import fr.creneau.booking.PgBookingStore.Earlier;
import fr.creneau.booking.PgBookingStore.OnSale;
import fr.creneau.booking.RefuseQuietly.Refusal;
import fr.creneau.booking.Steps.Step;
import fr.creneau.booking.WriteRequest.Written;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns a held seat into a request (FLOW.md, step 5): seal the hold, judge, write, tell Redis. Whatever is cut off in the middle, the same
 * submission may be sent again and gives the same request. The seal comes first, so that the hold outlives PostgreSQL's absence as long as
 * the submission is tried again.
 */
final class OpenBooking {
    private static final int MOST_SEATS_TRIED = 3;

    private final Pool pool;
    private final PgBookingStore store;
    private final SlotsOnSale slots;
    private final Eligibility eligibility;
    private final Turn turn;
    private final SessionHolds holds;
    private final SubmissionLimits limits;
    private final WriteTogether write;
    private final RefuseQuietly refuse;
    private final Overdue overdue;
    private final SeatMirror mirror;
    private final Drafts drafts;
    private final Steps steps;
    private final Clock clock;
    private final Duration grace;

    /** @param grace how long after a hold's end a submission may still be under way */
    OpenBooking(
            Pool pool,
            PgBookingStore store,
            SlotsOnSale slots,
            Eligibility eligibility,
            Turn turn,
            SessionHolds holds,
            SubmissionLimits limits,
            WriteTogether write,
            RefuseQuietly refuse,
            Overdue overdue,
            SeatMirror mirror,
            Drafts drafts,
            Steps steps,
            Clock clock,
            Duration grace) {
        this.pool = pool;
        this.store = store;
        this.slots = slots;
        this.eligibility = eligibility;
        this.turn = turn;
        this.holds = holds;
        this.limits = limits;
        this.write = write;
        this.refuse = refuse;
        this.overdue = overdue;
        this.mirror = mirror;
        this.drafts = drafts;
        this.steps = steps;
        this.clock = clock;
        this.grace = grace;
    }

    Future<OpenOutcome> open(Open request) {
        return holds.seal(request.desk(), request.session())
                .transform(kept -> kept.succeeded() && isLive(kept.result(), request.hold())
                        // A hold that lives has hardly made a request yet; if it did just now, writing finds that one.
                        ? judge(request, kept.result()).compose(outcome -> finds(request, outcome))
                        // Without Redis there is still an answer to who has a request already.
                        : earlierOr(
                                request,
                                () -> kept.succeeded()
                                        ? judge(request, kept.result())
                                        : Future.failedFuture(kept.cause())));
    }

    private static boolean isLive(HoldOutcome kept, String hold) {
        return kept instanceof HoldOutcome.Live live && live.hold().id().equals(hold);
    }

    /** Who is refused may have a request by that very hold, of which Redis has not heard yet. */
    private Future<OpenOutcome> finds(Open request, OpenOutcome outcome) {
        return outcome instanceof Opened
                ? Future.succeededFuture(outcome)
                : earlierOr(request, () -> Future.succeededFuture(outcome));
    }

    private Future<OpenOutcome> earlierOr(Open request, Supplier<Future<OpenOutcome>> otherwise) {
        return store.earlier(pool, request.hold())
                .compose(earlier -> earlier.map(found -> Future.succeededFuture(repeated(request, found)))
                        .orElseGet(otherwise));
    }

    /** What a session is answered that has submitted before, and has lost the answer. */
    Future<OpenOutcome> repeat(Repeat request) {
        Buffer submission = drafts.submission(request.applicant(), request.language());
        return store.ofSession(pool, drafts.sessionHash(request.session()), submission)
                .map(earlier -> earlier.map(found -> answer(found, submission)).orElseGet(SeatLost::new));
    }

    /** A hold's id makes one request; somebody else's hold makes none. */
    private OpenOutcome repeated(Open request, Earlier found) {
        return isOwn(request, found)
                ? answer(found, drafts.submission(request.applicant(), request.language()))
                : new SeatLost();
    }

    private static OpenOutcome answer(Earlier found, Buffer submission) {
        boolean same = found.submission().map(submission::equals).orElse(true);
        return same ? opened(found) : new OpenOutcome.OtherContent(found.id());
    }

    private boolean isOwn(Open request, Earlier found) {
        return found.sessionHash().equals(drafts.sessionHash(request.session()));
    }

    private Future<OpenOutcome> judge(Open request, HoldOutcome kept) {
        return slots.find(request.desk(), request.slot())
                .compose(slot -> slot.map(onSale -> turn.isOwn(request, onSale)
                                .compose(own -> own
                                        ? judge(request, onSale, kept)
                                        : Future.succeededFuture(new OpenOutcome.OtherPerson())))
                        .orElseGet(() -> Future.succeededFuture(new SeatLost())));
    }

    private Future<OpenOutcome> judge(Open request, OnSale slot, HoldOutcome kept) {
        return eligibility
                .judge(request.desk(), request.answers(), slot.start())
                .compose(judgement -> judgement
                        .map(granted -> onSealed(request, slot, drafts.draft(request, slot, granted), kept))
                        .orElseGet(() -> Future.succeededFuture(new NotEligible())));
    }

    private Future<OpenOutcome> onSealed(Open request, OnSale slot, NewBooking draft, HoldOutcome kept) {
        if (kept instanceof HoldOutcome.Live live) {
            return onHold(request, draft, live.hold());
        }
        // Redis lost the hold, or it ran out. The cookie's proof is for this hold, and a hold makes one request.
        return request.proven() && mayTakeAgain(request, slot)
                ? limits.within(request, () -> takeAgain(request, draft, MOST_SEATS_TRIED))
                : Future.succeededFuture(new SeatLost());
    }

    /** A seat that was held in a turn is the next one's when the hold has run out: taking it again would pass a queue by. */
    private boolean mayTakeAgain(Open request, OnSale slot) {
        return !slot.waitingRoom() || clock.instant().isBefore(request.until().plus(grace));
    }

    private Future<OpenOutcome> onHold(Open request, NewBooking draft, Hold hold) {
        if (!hold.seat().slot().equals(request.slot())) {
            return Future.succeededFuture(new SeatLost());
        }
        if (!hold.proven() || !hold.id().equals(request.hold())) {
            return Future.succeededFuture(new NotProven());
        }
        return steps.after(Step.HOLD_SEALED)
                .compose(go ->
                        limits.within(request, () -> write(new Attempt(request, draft, hold, MOST_SEATS_TRIED - 1))));
    }

    private Future<OpenOutcome> takeAgain(Open request, NewBooking draft, int triesLeft) {
        return holds.takeAgain(request.desk(), request.session(), request.slot(), request.hold())
                .compose(found -> found.map(hold -> write(new Attempt(request, draft, hold, triesLeft - 1)))
                        .orElseGet(() -> lost(request)));
    }

    /** Unless another copy of this submission was faster, and took the last seat. */
    private Future<OpenOutcome> lost(Open request) {
        return earlierOr(request, () -> Future.succeededFuture(new SeatLost()));
    }

    /** The request, about to be written on the seat of a hold. */
    private record Attempt(Open request, NewBooking draft, Hold hold, int triesLeft) {
        NewBooking booking() {
            return draft.on(hold.seat());
        }

        Attempt again(NewBooking other) {
            return new Attempt(request, other, hold, triesLeft - 1);
        }
    }

    private Future<OpenOutcome> write(Attempt attempt) {
        return write.write(attempt.booking()).compose(written -> {
            if (written instanceof Written.Done done) {
                return mirror.tellIfPossible(attempt.request().desk(), done.word())
                        .map(told -> new Opened(attempt.draft().appointment().id(), done.confirmBy()));
            }
            return written instanceof Written.SeatTaken ? seatTaken(attempt) : conflict(attempt);
        });
    }

    /** Redis promised what PostgreSQL has given away: tell it, and try the slot's other seats. */
    private Future<OpenOutcome> seatTaken(Attempt attempt) {
        return attempt.triesLeft() == 0
                ? giveBack(attempt, new SeatLost())
                : tell(attempt).compose(told -> takeAgain(attempt.request(), attempt.draft(), attempt.triesLeft()));
    }

    /** The hold was used, the person has a request, or the reference was drawn before. */
    private Future<OpenOutcome> conflict(Attempt attempt) {
        Open request = attempt.request();
        return store.earlier(pool, request.hold())
                // Another copy of this submission was faster: a seat that this one took again is not needed.
                .compose(earlier -> earlier.map(found -> giveBack(attempt, repeated(request, found)))
                        .orElseGet(() -> overdue.end(
                                        request.desk(),
                                        attempt.draft().person(),
                                        attempt.draft().sessionHash())
                                .compose(ended -> ended && attempt.triesLeft() > 0
                                        ? write(attempt.again(attempt.draft()))
                                        : personHasRequest(attempt))));
    }

    private Future<OpenOutcome> personHasRequest(Attempt attempt) {
        return refuse.refuse(attempt.booking()).compose(refusal -> {
            if (refusal instanceof Refusal.Own own) {
                return giveBack(
                        attempt, new OpenOutcome.AlreadyYours(own.request().id()));
            } else if (refusal instanceof Refusal.Decoy decoy) {
                return tell(attempt).map(told -> opened(decoy.shown()));
            } else if (refusal instanceof Refusal.SeatTaken) {
                return seatTaken(attempt);
            }
            if (attempt.triesLeft() == 0) {
                return Future.failedFuture(new IllegalStateException("neither written nor refused"));
            }
            return write(attempt.again(drafts.withNewReference(attempt.draft())));
        });
    }

    private static OpenOutcome opened(Earlier found) {
        return new Opened(found.id(), found.confirmBy());
    }

    private Future<Void> tell(Attempt attempt) {
        return mirror.tellIfPossible(
                attempt.request().desk(), List.of(attempt.hold().seat()));
    }

    /**
     * Ends that very hold: another one is left alone. Redis is told first to whom the seat belongs, so that one which was taken meanwhile
     * is never offered for a moment.
     */
    private Future<OpenOutcome> giveBack(Attempt attempt, OpenOutcome answer) {
        return tell(attempt)
                .compose(told -> holds.release(attempt.request().session(), attempt.hold()))
                .transform(whatever -> Future.succeededFuture(answer));
    }
}
