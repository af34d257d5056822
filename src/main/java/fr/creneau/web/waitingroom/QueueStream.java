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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells the pages of waiting rooms by server-sent events what changes. Bounded, in all and for each ticket: whoever finds no place asks
 * every now and then instead, as the script does. Readers are told a few at a time, so that other requests do not wait for them. One that
 * does not keep up is let go. Not thread-safe: one event loop has it.
 */
public final class QueueStream {
    /** Windows of one browser; whoever copies a ticket gets no more out of it. */
    private static final int MOST_OF_A_TICKET = 3;
    /** Told in one go: some milliseconds. */
    private static final int TOGETHER = 200;

    private static final long PAUSE_MS = 1;
    /** Shorter than any idle timeout: ours, and those of balancers on the way. */
    private static final long BEAT_MS = 10_000;
    /** After a restart, browsers come back so much later, and up to so much more: not all at once. */
    private static final int RETRY_MS = 2_000;

    private static final int RETRY_JITTER_MS = 8_000;

    private final Site site;
    private final Vertx vertx;
    private final int most;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private final Map<Place, Integer> places = new HashMap<>();
    /** Those still to be told what is new. */
    private final Queue<Reader> behind = new ArrayDeque<>();

    private boolean closing;
    private boolean telling;
    private boolean newer;

    private QueueStream(Site site, Vertx vertx) {
        this.site = site;
        this.vertx = vertx;
        this.most = site.config().waitingRoom().mostStreams();
    }

    private record Place(ReleaseId release, int ticket) {}

    private static final class Reader {
        final Place place;
        final HttpServerResponse response;
        String told = "";

        Reader(Place place, HttpServerResponse response) {
            this.place = place;
            this.response = response;
        }
    }

    public static QueueStream mount(Site site, Vertx vertx, Router router) {
        QueueStream stream = new QueueStream(site, vertx);
        router.get("/rdv/:desk/file/:release/flux").handler(stream::open);
        site.followRooms(stream::tellAll);
        return stream;
    }

    /** Ends all of them: browsers come back, to another instance. */
    public void close() {
        closing = true;
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
            return;
        }
        Place place = new Place(ticket.get().release(), ticket.get().number());
        if (closing || readers.size() >= most || places.getOrDefault(place, 0) >= MOST_OF_A_TICKET) {
            // Not 503 with Retry-After: an event source that is refused once never asks again, and the script goes on
            // without.
            response.setStatusCode(503).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                // Events must not wait in a proxy.
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        add(new Reader(place, response), context);
    }

    private void add(Reader reader, RoutingContext context) {
        readers.add(reader);
        places.merge(reader.place, 1, Integer::sum);
        // Each at its own instant: they did not all come at once.
        long beat = vertx.setPeriodic(BEAT_MS, due -> write(reader, ":\n\n"));
        // The response's own handlers are the router's: others would take the place of what goes on around every
        // request.
        context.addEndHandler(ended -> {
            vertx.cancelTimer(beat);
            remove(reader);
        });
        write(reader, "retry: " + (RETRY_MS + ThreadLocalRandom.current().nextInt(RETRY_JITTER_MS)) + "\n");
        tell(reader);
    }

    private void remove(Reader reader) {
        if (readers.remove(reader)) {
            places.computeIfPresent(reader.place, (place, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Tells everybody whose standing changed. What is new meanwhile makes one further round. */
    private void tellAll() {
        newer = true;
        if (!telling) {
            telling = true;
            tellSome();
        }
    }

    private void tellSome() {
        if (behind.isEmpty() && newer) {
            newer = false;
            behind.addAll(readers);
        }
        for (int told = 0; told < TOGETHER && !behind.isEmpty(); told++) {
            tell(behind.remove());
        }
        telling = newer || !behind.isEmpty();
        if (telling) {
            // A timer, not the next task: requests that came meanwhile go first.
            vertx.setTimer(PAUSE_MS, due -> tellSome());
        }
    }

    private void tell(Reader reader) {
        Optional<Standing> standing = site.rooms()
                .standing(
                        reader.place.release(),
                        reader.place.ticket(),
                        site.clock().instant());
        String event = "data: "
                + standing.map(StandingJson::of).orElseGet(StandingJson::open).encode() + "\n\n";
        if (!event.equals(reader.told)) {
            reader.told = event;
            write(reader, event);
        }
    }

    private void write(Reader reader, String text) {
        if (!readers.contains(reader)) {
            return;
        }
        if (reader.response.writeQueueFull()) {
            remove(reader);
            reader.response.reset();
        } else {
            reader.response.write(text).onFailure(gone -> remove(reader));
        }
    }
}
