package fr.creneau.web.api;

import fr.creneau.domain.Language;
import fr.creneau.domain.eligibility.Verdict.Eligible;
import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.slot.Desk;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.schedule.Snapshot;
import fr.creneau.schedule.Snapshot.DeskSchedule;
import fr.creneau.text.Messages;
import fr.creneau.web.RequestBody;
import fr.creneau.web.Session;
import fr.creneau.web.Session.Journey;
import fr.creneau.web.Site;
import fr.creneau.web.TicketTokens.Ticket;
import fr.creneau.web.api.Description.Operation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request to the API: where, by whom, with what. Used by one request only. */
record Call(Site site, RoutingContext context, Language language, Operation operation) {
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_KEY = 255;

    static Call of(Site site, RoutingContext context, Operation operation) {
        return new Call(site, context, site.acceptedLanguage(context.request()), operation);
    }

    Messages messages() {
        return Messages.of(language);
    }

    Messages messages(Desk desk) {
        return Messages.of(language, desk);
    }

    /** The desk of the address. */
    Future<DeskSchedule> desk() {
        return site.snapshot().map(this::desk);
    }

    /** The desk of the address, as it was then. */
    DeskSchedule desk(Snapshot snapshot) {
        String name = context.pathParam("desk");
        return snapshot.desks().entrySet().stream()
                .filter(entry -> entry.getKey().value().equals(name))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new ApiProblem(ProblemType.UNKNOWN_DESK));
    }

    LocalDate today(Desk desk) {
        return LocalDate.ofInstant(site.clock().instant(), desk.zone());
    }

    /** The session that the token stands for, begun at that desk. */
    Session session(Desk desk) {
        Session session =
                site.journeyTokens().open(bearer()).orElseThrow(() -> new ApiProblem(ProblemType.TOKEN_INVALID));
        if (!journey(session).desk().equals(desk.id())) {
            throw new ApiProblem(ProblemType.OTHER_DESK);
        }
        return session;
    }

    private String bearer() {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new ApiProblem(ProblemType.TOKEN_MISSING);
        }
        return header.substring(BEARER.length()).strip();
    }

    /** The waiting room of the address, from memory. */
    Room room() {
        String name = context.pathParam("release");
        String desk = context.pathParam("desk");
        return Optional.of(name)
                .filter(ReleaseId::isWellFormed)
                .flatMap(known -> site.rooms().room(new ReleaseId(known)))
                .filter(room -> room.release().desk().value().equals(desk))
                .orElseThrow(() -> new ApiProblem(ProblemType.UNKNOWN_ROOM));
    }

    /** The ticket's number in the address. */
    int number() {
        try {
            int number = Integer.parseInt(context.pathParam("number"));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException none) {
            // As any other address that leads nowhere.
        }
        throw new ApiProblem(ProblemType.NOT_FOUND);
    }

    /** The ticket of the address, which the token must stand for. */
    Ticket ticket() {
        ReleaseId release = room().release().id();
        int number = number();
        return site.ticketTokens()
                .open(bearer())
                .map(Optional::of)
                .orElseThrow(() -> new ApiProblem(ProblemType.TOKEN_INVALID))
                .filter(ticket -> ticket.release().equals(release) && ticket.number() == number)
                .orElseThrow(() -> new ApiProblem(ProblemType.OTHER_TICKET));
    }

    /** A token is only made for a journey that began. */
    static Journey journey(Session session) {
        return session.journey().orElseThrow(() -> new ApiProblem(ProblemType.TOKEN_INVALID));
    }

    /** What the answers of the journey mean today. */
    Eligible eligible(Desk desk, Session session) {
        if (desk.rules().judge(journey(session).answers(), today(desk)) instanceof Eligible eligible) {
            return eligible;
        }
        throw new ApiProblem(ProblemType.OUTSIDE_WINDOW);
    }

    /** By which the client may be repeating itself; fails with {@link ApiProblem} for what is no key. */
    Optional<String> idempotencyKey() {
        String key = context.request().getHeader("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new ApiProblem(ProblemType.MALFORMED);
        }
        return Optional.ofNullable(key);
    }

    /** The object that was sent, as the description has it; fails with {@link ApiProblem} for any other. */
    Future<JsonObject> body() {
        HttpServerRequest request = context.request();
        String type = request.getHeader("Content-Type");
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!bare.equals("application/json")) {
            return Future.failedFuture(new ApiProblem(ProblemType.WRONG_TYPE));
        }
        return RequestBody.read(request, site.config().http().maxBodyBytes()).map(this::parse);
    }

    private JsonObject parse(Buffer body) {
        try {
            JsonObject object = new JsonObject(body);
            operation.body().map(schema -> schema.check(object)).ifPresent(wrong -> {
                if (!wrong.isEmpty()) {
                    throw Fields.invalid(wrong, messages());
                }
            });
            return object;
        } catch (DecodeException | ClassCastException noObject) {
            throw new ApiProblem(ProblemType.MALFORMED);
        }
    }
}
