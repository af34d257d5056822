package fr.creneau.load;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The site that a run is aimed at.
 *
 * @param own whether this run started it: nobody else is there then
 */
record Target(List<String> urls, String desk, Optional<String> database, boolean own) {
    private static final ObjectMapper json = new ObjectMapper();
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Three JVMs get warm at once. */
    private static final Duration START = Duration.ofMinutes(2);

    /** What the site says of a slot; seats are free as of about a second ago. */
    record Slot(
            String id,
            int capacity,
            int free,
            Optional<Instant> opens,
            Optional<String> release,
            boolean waitingRoom) {}

    /**
     * The site of {@code load.url}, or one of its own.
     *
     * @param sale at a site of its own
     * @param settings of a site of its own: {@code CRENEAU_…}
     */
    static Target open(Sale sale, Map<String, String> settings) {
        List<String> urls = Settings.urls();
        if (!urls.isEmpty()) {
            return new Target(urls, Settings.desk().orElseGet(() -> firstDesk(urls)), Settings.database(), false);
        }
        return started(() -> {
            OwnSite site = OwnSite.start(settings);
            return of(site, site.urls(), sale);
        });
    }

    /** What starts servers; if they do not start, their threads would keep this JVM, and whoever waits for it, for ever. */
    static <T> T started(Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException failure) {
            failure.printStackTrace();
            System.exit(1);
            throw failure;
        }
    }

    /** @param urls where it is asked, if not directly */
    static Target of(OwnSite site, List<String> urls, Sale sale) {
        site.sell(sale);
        Target target = new Target(urls, OwnSite.DESK, Optional.of(site.database()), true);
        await("slots on sale")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> site.urls().stream().allMatch(url -> target.isReady(url, sale)));
        return target;
    }

    /** Whether an instance has heard of what is sold, and of the waiting room. */
    private boolean isReady(String url, Sale sale) {
        List<Slot> known = slots(url);
        return !known.isEmpty()
                && (!sale.waitingRoom()
                        || known.get(0)
                                .release()
                                .filter(release -> room(url, release, "").has("commitment"))
                                .isPresent());
    }

    /** The same site at another desk. */
    Target at(String otherDesk) {
        return new Target(urls, otherDesk, database, own);
    }

    /** What the first of its instances says is on sale or announced. */
    List<Slot> slots() {
        return slots(urls.get(0));
    }

    private List<Slot> slots(String url) {
        List<Slot> slots = new ArrayList<>();
        for (JsonNode slot : get(url + "/api/v1/desks/" + desk + "/slots").path("slots")) {
            slots.add(new Slot(
                    slot.path("id").asText(),
                    slot.path("capacity").asInt(),
                    slot.path("free").asInt(),
                    text(slot, "opens").map(Instant::parse),
                    text(slot, "release"),
                    slot.path("waitingRoom").asBoolean()));
        }
        return slots;
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.of(json.path(field).asText()).filter(value -> !value.isEmpty());
    }

    /** What the first of its instances says of a release with a waiting room, or below it. */
    JsonNode room(String release, String below) {
        return room(urls.get(0), release, below);
    }

    private JsonNode room(String url, String release, String below) {
        return get(url + "/api/v1/desks/" + desk + "/releases/" + release + below);
    }

    private static String firstDesk(List<String> urls) {
        String desk = get(urls.get(0) + "/api/v1/desks").at("/desks/0/id").asText();
        if (desk.isEmpty()) {
            throw new IllegalStateException("no desk at " + urls.get(0));
        }
        return desk;
    }

    private static JsonNode get(String url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(url + " answered " + answer.statusCode());
            }
            return json.readTree(answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(url, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
