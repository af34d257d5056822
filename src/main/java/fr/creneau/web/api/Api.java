package fr.creneau.web.api;

import fr.creneau.web.Compression;
import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.api.Description.Operation;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The operations that the description names, and the way from a {@link Call} to its answer. */
public final class Api implements Pages {
    private static final String ROOT = "/api/";
    private static final Description DESCRIPTION = Description.load();
    private static final Reply AS_YAML = Reply.text("application/yaml", DESCRIPTION.yaml());
    private static final Reply AS_JSON =
            Reply.text("application/json", DESCRIPTION.json().toBuffer());

    /** Whether problems with that request are told in JSON. */
    public static boolean isAsked(HttpServerRequest request) {
        String path = request.path();
        return path != null && path.startsWith(ROOT);
    }

    @Override
    public void mount(Router router, Site site) {
        Map<String, Function<Call, Future<Reply>>> handlers = handlers(site);
        if (!handlers.keySet().equals(DESCRIPTION.operationIds())) {
            throw new IllegalStateException("operations and their description differ");
        }
        handlers.forEach((id, handler) -> mount(router, site, DESCRIPTION.operation(id), handler));
    }

    /** What crowds ask for comes first: the router tries one after the other. */
    private static Map<String, Function<Call, Future<Reply>>> handlers(Site site) {
        HoldResource holds = new HoldResource(site.bus(), site.placeHold());
        TicketResource tickets = new TicketResource(site);
        BookingResource bookings = new BookingResource(site.bus());
        DeskResource desks = new DeskResource();
        Map<String, Function<Call, Future<Reply>>> handlers = new LinkedHashMap<>();
        handlers.put("placeHold", holds::put);
        handlers.put("readTicket", tickets::read);
        handlers.put("readHold", holds::get);
        handlers.put("releaseHold", holds::delete);
        handlers.put("listSlots", desks::slots);
        handlers.put("openBooking", bookings::open);
        handlers.put("beginJourney", JourneyResource::begin);
        handlers.put("readChallenge", holds::challenge);
        handlers.put("proveHold", holds::prove);
        handlers.put("readRelease", tickets::release);
        handlers.put("readTicketChallenge", tickets::challenge);
        handlers.put("enrol", tickets::enrol);
        handlers.put("takeTurn", tickets::enter);
        handlers.put("giveTurnUp", tickets::giveUp);
        handlers.put("readDesk", desks::read);
        handlers.put("listDesks", desks::list);
        handlers.put("readDescription", call -> Future.succeededFuture(AS_YAML));
        handlers.put("readDescriptionAsJson", call -> Future.succeededFuture(AS_JSON));
        return handlers;
    }

    private static void mount(Router router, Site site, Operation operation, Function<Call, Future<Reply>> handler) {
        router.route(operation.method(), operation.path()).handler(context -> {
            Call call = Call.of(site, context, operation);
            Future.succeededFuture(call)
                    .compose(handler)
                    .map(reply -> send(context, reply))
                    .onFailure(fault -> ProblemReplies.send(context.request(), call.messages(), fault));
        });
    }

    private static Future<Void> send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return Future.succeededFuture();
        }
        if (!reply.tag().isEmpty()) {
            response.putHeader(HttpHeaders.ETAG, reply.tag())
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            if (isKnown(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), reply.tag())) {
                return response.setStatusCode(304).end();
            }
        }
        if (reply.retryAfter() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(reply.retryAfter()));
        }
        response.setStatusCode(reply.status());
        if (!reply.contentType().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
        }
        return Compression.end(context.request(), reply.content());
    }

    /** A client may know several versions, and mark them as weak; a compressing proxy may have marked ours. */
    private static boolean isKnown(@Nullable String header, String tag) {
        return header != null && header.contains(tag.substring(0, tag.length() - 1));
    }
}
