package fr.creneau.web.api;

import fr.creneau.web.Pages;
import fr.creneau.web.Site;
import fr.creneau.web.journey.PlaceHold;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** Where the operations of the API are, and the way from a {@link Call} to its answer. */
public final class Api implements Pages {
    private static final String ROOT = "/api/";
    private static final String DESKS = ROOT + "v1/desks";
    private static final String DESK = DESKS + "/:desk";

    /** Whether problems with that request are told in JSON. */
    public static boolean isAsked(RoutingContext context) {
        String path = context.request().path();
        return path != null && path.startsWith(ROOT);
    }

    @Override
    public void mount(Router router, Site site) {
        HoldResource holds = new HoldResource(site.bus(), new PlaceHold(site.bus(), site.clock()));
        BookingResource bookings = new BookingResource(site.bus());
        mount(router, site, HttpMethod.PUT, DESK + "/hold", holds::put);
        mount(router, site, HttpMethod.GET, DESK + "/hold", holds::get);
        mount(router, site, HttpMethod.DELETE, DESK + "/hold", holds::delete);
        mount(router, site, HttpMethod.GET, DESK + "/slots", DeskResource::slots);
        mount(router, site, HttpMethod.POST, DESK + "/bookings", bookings::open);
        mount(router, site, HttpMethod.POST, DESK + "/journeys", JourneyResource::begin);
        mount(router, site, HttpMethod.GET, DESK + "/hold/challenge", holds::challenge);
        mount(router, site, HttpMethod.POST, DESK + "/hold/proof", holds::prove);
        mount(router, site, HttpMethod.GET, DESK, DeskResource::read);
        mount(router, site, HttpMethod.GET, DESKS, DeskResource::list);
    }

    private static void mount(
            Router router, Site site, HttpMethod method, String path, Function<Call, Future<Reply>> operation) {
        router.route(method, path).handler(context -> {
            Call call = Call.of(site, context);
            Future.succeededFuture(call)
                    .compose(operation)
                    .map(reply -> send(context, reply))
                    .onFailure(fault -> ProblemReplies.send(context, call.messages(), fault));
        });
    }

    private static Future<Void> send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended()) {
            return Future.succeededFuture();
        }
        response.setStatusCode(reply.status());
        if (!reply.contentType().isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
        }
        return response.end(reply.content());
    }
}
