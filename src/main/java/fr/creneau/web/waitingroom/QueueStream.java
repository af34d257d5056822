package fr.creneau.web.waitingroom;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Standing;
import fr.creneau.web.Site;
import fr.creneau.web.Tickets.Ticket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the pages of waiting rooms by server-sent events what changes. Bounded: whoever finds no place asks every now and then instead, as
 * the script does. A reader that does not keep up is let go. Not thread-safe: one event loop has it.
 */
public final class QueueStream {
    private static final int MOST = 20_000;
    /** Shorter than any idle timeout: ours, and those of balancers on the way. */
    private static final long BEAT_MS = 10_000;

    private final Site site;
    private final Set<Reader> readers = new HashSet<>();

    private QueueStream(Site site) {
        this.site = site;
    }

    private static final class Reader {
        final ReleaseId release;
        final int ticket;
        final HttpServerResponse response;
        String told = "";

        Reader(ReleaseId release, int ticket, HttpServerResponse response) {
            this.release = release;
            this.ticket = ticket;
            this.response = response;
        }
    }

    /** In front of what limits the time of a request: these last. */
    public static QueueStream mount(Site site, Vertx vertx, Router router) {
        QueueStream stream = new QueueStream(site);
        router.get("/rdv/:desk/file/:release/flux").handler(stream::open);
        vertx.setPeriodic(
                BEAT_MS, beat -> List.copyOf(stream.readers).forEach(reader -> stream.write(reader, ":\n\n")));
        site.followRooms(stream::tell);
        return stream;
    }

    /** Tells everybody whose standing changed. */
    private void tell() {
        List.copyOf(readers).forEach(this::tell);
    }

    /** Ends all of them: browsers come back, to another instance. */
    public void close() {
        List.copyOf(readers).forEach(reader -> reader.response.end());
    }

    private void open(RoutingContext context) {
        String name = context.pathParam("release");
        Optional<Ticket> ticket = site.tickets(context).all().stream()
                .filter(one -> one.release().value().equals(name))
                .filter(one -> site.rooms().room(one.release()).isPresent())
                .findFirst();
        HttpServerResponse response = context.response();
        if (ticket.isEmpty()) {
            response.setStatusCode(404).end();
        } else if (readers.size() >= MOST) {
            // Not 503 with Retry-After: an event source that is refused once never asks again, and the script goes on
            // without.
            response.setStatusCode(503).end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    // Events must not wait in a compressor or a proxy.
                    .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                    .putHeader("X-Accel-Buffering", "no")
                    .setChunked(true);
            Reader reader = new Reader(ticket.get().release(), ticket.get().number(), response);
            readers.add(reader);
            response.endHandler(ended -> readers.remove(reader));
            response.closeHandler(closed -> readers.remove(reader));
            response.exceptionHandler(broken -> readers.remove(reader));
            tell(reader);
        }
    }

    private void tell(Reader reader) {
        Optional<Standing> standing = site.rooms()
                .standing(reader.release, reader.ticket, site.clock().instant());
        String event = standing.map(StandingJson::of)
                .map(json -> "data: " + json.encode() + "\n\n")
                .orElse("");
        if (!event.isEmpty() && !event.equals(reader.told)) {
            reader.told = event;
            write(reader, event);
        }
    }

    private void write(Reader reader, String text) {
        if (reader.response.writeQueueFull()) {
            readers.remove(reader);
            reader.response.reset();
        } else {
            reader.response.write(text).onFailure(gone -> readers.remove(reader));
        }
    }
}
