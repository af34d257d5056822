package fr.creneau.web.api;

import fr.creneau.bus.Bus;
import fr.creneau.challenge.ChallengeMessages;
import fr.creneau.domain.applicant.AgdrefNumber;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.waitingroom.WaitingRoomMessages;
import fr.creneau.waitingroom.WaitingRoomMessages.Enrol;
import fr.creneau.waitingroom.WaitingRoomMessages.EnrolOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.Enter;
import fr.creneau.waitingroom.WaitingRoomMessages.EnterOutcome;
import fr.creneau.waitingroom.WaitingRoomMessages.GiveUp;
import fr.creneau.waitingroom.WaitingRoomMessages.Proof;
import fr.creneau.web.JourneyTokens;
import fr.creneau.web.Session;
import fr.creneau.web.Site;
import fr.creneau.web.TicketTokens;
import fr.creneau.web.TicketTokens.Ticket;
import fr.creneau.web.wizard.FieldErrors;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A release's waiting room: enrol, look where a ticket stands, take up its turn. Looking is answered from memory. */
final class TicketResource {
    static final String NUMBER = "agdref";
    static final String SOLUTION = "altcha";

    private final Site site;
    private final Bus bus;

    TicketResource(Site site) {
        this.site = site;
        this.bus = site.bus();
    }

    /** What is published of the release, so that anyone can recompute the draw. */
    Future<Reply> release(Call call) {
        return Future.succeededFuture(Reply.ok(RoomJson.of(call.room())));
    }

    Future<Reply> challenge(Call call) {
        Room room = call.room();
        return call.desk().compose(schedule -> {
            Session session = call.session(schedule.desk());
            String subject = WaitingRoomMessages.subject(room.release().id(), session.id());
            return bus.request(ChallengeMessages.ISSUE_FOR, new ChallengeMessages.IssueFor(subject, room.joined()))
                    .map(issued -> Reply.json(issued.json()));
        });
    }

    Future<Reply> enrol(Call call) {
        Room room = call.room();
        return call.body()
                .compose(body -> call.desk().compose(schedule -> {
                    Session session = call.session(schedule.desk());
                    // Nobody waits for a turn with which they could choose nothing.
                    if (!schedule.suits(room.release().id(), call.eligible(schedule.desk(), session))) {
                        throw new ApiProblem(ProblemType.OUTSIDE_WINDOW);
                    }
                    Enrol enrol = new Enrol(
                            room.release().id(),
                            session.id(),
                            site.clientPrefix(call.context().request()),
                            person(call, schedule.desk(), body.getString(NUMBER)),
                            new Proof.Solution(body.getString(SOLUTION)));
                    return bus.request(WaitingRoomMessages.ENROL, enrol)
                            .map(outcome -> enrolled(room, session, outcome));
                }));
    }

    private static AgdrefNumber person(Call call, Desk desk, String typed) {
        return AgdrefNumber.parse(typed)
                .orElseThrow(() -> Fields.invalid(
                        new FieldErrors().add(NUMBER, "wizard.details.error-agdref"),
                        call.messages(desk),
                        Map.of(NUMBER, NUMBER)));
    }

    private Reply enrolled(Room room, Session session, EnrolOutcome outcome) {
        if (outcome instanceof EnrolOutcome.Enrolled enrolled) {
            Ticket ticket = new Ticket(session, room.release().id(), enrolled.number());
            TicketTokens.Issued issued = site.ticketTokens().issue(ticket);
            return Reply.of(
                    201,
                    new JsonObject()
                            .put("number", ticket.number())
                            .put("token", issued.token())
                            .put("expiresAt", issued.expiresAt()));
        } else if (outcome instanceof EnrolOutcome.ProofRefused) {
            throw new ApiProblem(ProblemType.PROOF_REFUSED);
        } else if (outcome instanceof EnrolOutcome.NotEnrolling) {
            throw new ApiProblem(
                    ProblemType.NOT_ENROLLING,
                    new JsonObject().put("enrolsFrom", room.release().enrolsFrom()));
        }
        if (outcome instanceof EnrolOutcome.Limited limited) {
            throw ApiProblem.limited(limited.retryAfter());
        }
        throw new ApiProblem(ProblemType.UNAVAILABLE);
    }

    /** Nobody is asked who asks: a ticket's number tells nothing of a person, and the draw tells everybody its position. */
    Future<Reply> read(Call call) {
        Room room = call.room();
        Standing standing = room.standing(
                call.number(), site.clock().instant().plus(site.rooms().ahead()));
        return Future.succeededFuture(RoomJson.of(standing, site.clock().instant()));
    }

    Future<Reply> enter(Call call) {
        Ticket ticket = call.ticket();
        Enter enter =
                new Enter(ticket.release(), ticket.number(), ticket.session().id());
        return bus.request(WaitingRoomMessages.ENTER, enter).map(outcome -> entered(ticket, outcome));
    }

    /** With a fresh journey: that in which the ticket was taken may be over. */
    private Reply entered(Ticket ticket, EnterOutcome outcome) {
        if (outcome instanceof EnterOutcome.Entered entered) {
            JourneyTokens.Issued journey = site.journeyTokens().issue(ticket.session());
            return Reply.ok(new JsonObject()
                    .put("pass", entered.pass())
                    .put("until", entered.until())
                    .put("token", journey.token())
                    .put("expiresAt", journey.expiresAt()));
        }
        throw new ApiProblem(
                outcome instanceof EnterOutcome.Elsewhere ? ProblemType.TURN_ELSEWHERE : ProblemType.NO_TURN,
                new JsonObject().put("release", ticket.release().value()));
    }

    Future<Reply> giveUp(Call call) {
        Ticket ticket = call.ticket();
        GiveUp giveUp =
                new GiveUp(ticket.release(), ticket.number(), ticket.session().id());
        return bus.request(WaitingRoomMessages.GIVE_UP, giveUp).map(done -> Reply.empty());
    }
}
