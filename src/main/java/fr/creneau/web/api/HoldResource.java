package fr.creneau.web.api;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.challenge.ChallengeMessages.CheckOutcome;
import fr.creneau.hold.Hold;
import fr.creneau.hold.HoldMessages;
import fr.creneau.hold.HoldMessages.HoldOutcome;
import fr.creneau.hold.HoldMessages.PlaceOutcome;
import fr.creneau.hold.SessionId;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.web.Session;
import fr.creneau.web.Session.Choice;
import fr.creneau.web.journey.PlaceHold;
import fr.creneau.web.journey.PlaceHold.Result;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** The seat that a journey holds, and the security check that keeps it. */
final class HoldResource {
    private final Bus bus;
    private final PlaceHold place;

    HoldResource(Bus bus, PlaceHold place) {
        this.bus = bus;
        this.place = place;
    }

    Future<Reply> put(Call call) {
        return call.body().compose(body -> {
            String slot = body.getString("slot");
            Optional<String> pass = Optional.ofNullable(body.getString("pass"));
            return call.desk().compose(schedule -> {
                Session session = call.session(schedule.desk());
                return place.place(
                                schedule,
                                call.eligible(schedule.desk(), session),
                                session.id(),
                                slot,
                                call.site().clientPrefix(call.context().request()),
                                release -> pass)
                        .map(HoldResource::placed);
            });
        });
    }

    private static Reply placed(Result result) {
        if (result instanceof Result.Asked asked) {
            if (asked.outcome() instanceof PlaceOutcome.Held held) {
                return Reply.of(
                        held.repeated() ? 200 : 201,
                        json(held.hold()).put("start", asked.offer().slot().start()));
            }
            throw refusal(asked.outcome());
        }
        throw new ApiProblem(
                result instanceof Result.OutsideWindow ? ProblemType.OUTSIDE_WINDOW : ProblemType.NOT_OFFERED);
    }

    private static ApiProblem refusal(PlaceOutcome outcome) {
        if (outcome instanceof PlaceOutcome.Full) {
            return new ApiProblem(ProblemType.FULL);
        } else if (outcome instanceof PlaceOutcome.NotOffered) {
            return new ApiProblem(ProblemType.NOT_OFFERED);
        } else if (outcome instanceof PlaceOutcome.NotOpen closed) {
            return new ApiProblem(ProblemType.NOT_OPEN, new JsonObject().put("opens", closed.opens()));
        } else if (outcome instanceof PlaceOutcome.NoPass guarded) {
            return new ApiProblem(
                    ProblemType.NO_TURN,
                    new JsonObject().put("release", guarded.release().value()));
        } else if (outcome instanceof PlaceOutcome.Limited limited) {
            return ApiProblem.limited(limited.retryAfter());
        }
        return new ApiProblem(
                outcome instanceof PlaceOutcome.Rebuilding ? ProblemType.REBUILDING : ProblemType.UNAVAILABLE);
    }

    Future<Reply> get(Call call) {
        return call.desk()
                .compose(schedule ->
                        find(call, schedule, ProblemType.NO_HOLD).map(hold -> Reply.ok(json(schedule, hold))));
    }

    Future<Reply> delete(Call call) {
        return call.desk().compose(schedule -> {
            SessionId session = call.session(schedule.desk()).id();
            return bus.request(
                            HoldMessages.RELEASE,
                            new HoldMessages.Release(schedule.desk().id(), session))
                    .map(done -> Reply.empty());
        });
    }

    Future<Reply> challenge(Call call) {
        return call.desk()
                .compose(schedule -> find(call, schedule, ProblemType.HOLD_NEEDED)
                        .compose(hold -> bus.request(
                                ChallengeMessages.ISSUE, new ChallengeMessages.Issue(hold.desk(), hold.id())))
                        .map(issued -> Reply.json(issued.json())));
    }

    Future<Reply> prove(Call call) {
        return call.body().compose(body -> {
            String payload = body.getString("altcha");
            return call.desk().compose(schedule -> {
                Session session = call.session(schedule.desk());
                return bus.request(
                                ChallengeMessages.SOLVE,
                                new ChallengeMessages.Solve(schedule.desk().id(), session.id(), payload))
                        .map(outcome -> proved(call, schedule, session, outcome));
            });
        });
    }

    /** With a token that vouches for the proof, should Redis lose the hold. */
    private static Reply proved(Call call, DeskSchedule schedule, Session session, CheckOutcome outcome) {
        if (outcome instanceof CheckOutcome.Passed passed) {
            Hold hold = passed.hold();
            JsonObject json = json(schedule, hold);
            Instant start = schedule.offer(hold.seat().slot())
                    .map(offer -> offer.slot().start())
                    .orElse(hold.deadline());
            Session vouched = session.with(Call.journey(session)
                    .chose(new Choice(hold.id(), hold.seat().slot(), start, hold.expiresAt()))
                    .passed());
            return Reply.ok(
                    json.put("token", call.site().journeyTokens().issue(vouched).token()));
        }
        throw new ApiProblem(
                outcome instanceof CheckOutcome.HoldGone ? ProblemType.HOLD_NEEDED : ProblemType.PROOF_REFUSED);
    }

    /** The live hold of the call's journey; fails with that problem if there is none. */
    private Future<Hold> find(Call call, DeskSchedule schedule, ProblemType none) {
        SessionId session = call.session(schedule.desk()).id();
        return bus.request(
                        HoldMessages.FIND, new HoldMessages.Find(schedule.desk().id(), session))
                .map(outcome -> {
                    if (outcome instanceof HoldOutcome.Live live) {
                        return live.hold();
                    }
                    throw new ApiProblem(outcome instanceof HoldOutcome.Gone ? none : ProblemType.REBUILDING);
                });
    }

    private static JsonObject json(DeskSchedule schedule, Hold hold) {
        JsonObject json = json(hold);
        schedule.offer(hold.seat().slot())
                .ifPresent(offer -> json.put("start", offer.slot().start()));
        return json;
    }

    private static JsonObject json(Hold hold) {
        return new JsonObject()
                .put("id", hold.id())
                .put("slot", hold.seat().slot().value())
                .put("seat", hold.seat().number())
                .put("fence", hold.fence())
                .put("expiresAt", hold.expiresAt())
                .put("deadline", hold.deadline())
                .put("proven", hold.proven());
    }
}
