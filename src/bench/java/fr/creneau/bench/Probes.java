package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.creneau.bench.HttpLoad.Measured;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** One round of everything that is measured. */
final class Probes implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final long NANOS = 2_000_000_000L;
    private static final long NO_END = 60_000_000_000L;
    private static final int WINS = 8_000;
    private static final int BOOKINGS = 1_500;
    private static final int SETS = 100_000;

    private final int redisPort;
    private final HttpLoad hello;
    private final Site site;
    private final Site durable;
    private final List<String> fullTokens;
    private final String fullSlot;
    private final String calendarCookies;
    private final boolean setThere = RedisBenchmark.isThere();
    private long person = System.currentTimeMillis() % 1_000_000 * 10_000 % 90_000_000;

    /** An instance with its connections and what is on sale there. */
    private record Site(HttpLoad load, Applicants applicants) {
        static Site of(BenchSite site, List<String> slots) throws IOException {
            HttpLoad load = new HttpLoad(site.port(), CONNECTIONS);
            return new Site(load, new Applicants(load, new HttpLoad(site.port(), 1), slots));
        }
    }

    Probes(int helloPort, BenchSite measured, BenchSite withAof) throws Exception {
        redisPort = measured.redisPort();
        hello = new HttpLoad(helloPort, CONNECTIONS);
        List<String> slots = slots(measured.port());
        fullSlot = slots.get(0);
        site = Site.of(measured, slots.subList(1, slots.size()));
        durable = Site.of(withAof, slots(withAof.port()));
        calendarCookies = new Walk(measured.port()).toTheCalendar();
        fullTokens = sellOut();
        if (!setThere) {
            System.out.println("redis-benchmark is not there (package redis-tools): the ratios to SET are left out");
        }
    }

    void round(Summary summary) throws IOException, InterruptedException {
        rate(summary, "hello", hello, 200, repeated(Requests.get("/")));
        rate(summary, "routed", site.load(), 200, repeated(Requests.get("/")));
        rate(summary, "calendar", site.load(), 200, repeated(Requests.get("/rdv/bench/plage", calendarCookies)));
        Iterator<String> tokens = java.util.stream.Stream.generate(fullTokens::stream)
                .flatMap(some -> some)
                .iterator();
        Measured full = rate(summary, "hold_full", site.load(), 409, () -> Requests.hold(tokens.next(), fullSlot));
        summary.add("hold_full_p50_ms", full.millis(50));
        summary.add("hold_full_p99_ms", full.millis(99));
        summary.add("hold_win", wins(site));
        if (setThere) {
            summary.add("set", RedisBenchmark.set(redisPort, CONNECTIONS, SETS));
        }
        summary.add("aof_always", wins(durable));
        summary.add("aof_none", wins(site));
        List<String> ready = site.applicants().proven(BOOKINGS);
        Iterator<String> next = ready.iterator();
        Measured booked = site.load()
                .closedLoop(() -> next.hasNext() ? Requests.booking(next.next(), person++) : null, 202, NO_END);
        summary.add("booking", booked.perSecond());
        summary.unexpected("booking", booked.others());
        rate(summary, "hello_again", hello, 200, repeated(Requests.get("/")));
    }

    private Measured rate(Summary summary, String name, HttpLoad load, int status, Supplier<byte[]> requests)
            throws IOException {
        Measured measured = load.closedLoop(requests, status, NANOS);
        summary.add(name, measured.perSecond());
        summary.unexpected(name, measured.others());
        return measured;
    }

    private static double wins(Site site) throws IOException {
        Iterator<String> tokens = site.applicants().begin(WINS).iterator();
        Measured won = site.load()
                .closedLoop(
                        () -> tokens.hasNext()
                                ? Requests.hold(tokens.next(), site.applicants().slot())
                                : null,
                        201,
                        NO_END);
        return won.perSecond();
    }

    /** Holds every seat of one slot; the tokens of people who come too late. */
    private List<String> sellOut() throws IOException {
        Iterator<String> first = site.applicants().begin(500).iterator();
        site.load().closedLoop(() -> first.hasNext() ? Requests.hold(first.next(), fullSlot) : null, 201, NO_END);
        return site.applicants().begin(1_000);
    }

    private static Supplier<byte[]> repeated(byte[] request) {
        return () -> request;
    }

    private static List<String> slots(int port) throws IOException, InterruptedException {
        String body = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(BenchSite.address(port, "/api/v1/desks/" + BenchSite.DESK + "/slots"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        List<String> slots = new ArrayList<>();
        for (JsonNode slot : new ObjectMapper().readTree(body).path("slots")) {
            slots.add(slot.path("id").asText());
        }
        if (slots.isEmpty()) {
            throw new IllegalStateException("nothing on sale: " + body);
        }
        return slots;
    }

    @Override
    public void close() throws IOException {
        hello.close();
        site.load().close();
        durable.load().close();
    }
}
