package fr.creneau.web.api;

import fr.creneau.domain.release.ReleaseId;
import fr.creneau.domain.waitingroom.Room;
import fr.creneau.web.Site;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Optional;

/**
 * Where tickets stand, told in front of everything else: operation {@code readTicket}, which a waiting crowd asks more often than all
 * others together. It takes no session, asks nobody, and says nothing that a browser would show as a page, so that it needs neither the
 * router nor the headers of pages. What is not exactly that question is left to the router, which answers it the same.
 */
public final class Polls {
    private static final String ROOT = "/api/v1/desks/";
    private static final String RELEASES = "/releases/";
    private static final String TICKETS = "/tickets/";
    private static final int LONGEST_NUMBER = 9;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");

    private final Site site;

    public Polls(Site site) {
        this.site = site;
    }

    /** Whether that was the question, and is answered now. */
    public boolean answer(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith(ROOT) || !HttpMethod.GET.equals(request.method())) {
            return false;
        }
        int releases = path.indexOf(RELEASES, ROOT.length());
        int tickets = path.indexOf(TICKETS, releases + 1);
        if (releases < 0 || tickets < 0) {
            return false;
        }
        int number = number(path, tickets + TICKETS.length());
        String release = path.substring(releases + RELEASES.length(), tickets);
        if (number <= 0 || !ReleaseId.isWellFormed(release)) {
            return false;
        }
        Optional<Room> room = site.rooms()
                .room(new ReleaseId(release))
                .filter(one -> path.startsWith(one.release().desk().value(), ROOT.length())
                        && ROOT.length() + one.release().desk().value().length() == releases);
        room.ifPresent(known -> tell(request.response(), known, number));
        return room.isPresent();
    }

    private void tell(HttpServerResponse response, Room room, int number) {
        Instant now = site.clock().instant();
        Reply reply = RoomJson.of(room.standing(number, now.plus(site.rooms().ahead())), now);
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(CONTENT_TYPE_OPTIONS, NO_SNIFF);
        if (reply.retryAfter() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(reply.retryAfter()));
        }
        response.end(reply.content().plain());
    }

    /** The digits that end the path; 0 for anything else. */
    private static int number(String path, int from) {
        int length = path.length() - from;
        if (length < 1 || length > LONGEST_NUMBER) {
            return 0;
        }
        int number = 0;
        for (int i = from; i < path.length(); i++) {
            int digit = path.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
