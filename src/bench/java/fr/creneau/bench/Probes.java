package fr.creneau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.creneau.bench.HttpLoad.Measured;
import fr.creneau.testkit.JavaProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One round of everything that is measured. */
final class Probes implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final long NANOS = Long.getLong("bench.seconds", 3) * 1_000_000_000L;
    private static final long NO_END = 60_000_000_000L;
    private static final int WINS = 10_000;

    private static final int BOOKINGS = 3_000;
    /** On top of those that the rates are of: their times are of an open loop. */
    private static final int TIMED = 1_000;

    private static final int SETS = 100_000;

    private static final Requests requests = new Requests(BenchSite.DESK);

    private final JavaProcess helloServer;
    private final BenchSite measured;
    private final BenchSite withAof;
    private final Profiler profiler;
    private final int redisPort;
    private final HttpLoad hello;
    private final Site site;
    private final Site durable;
    private final List<byte[]> late;
    private final String calendarCookies;
    private final String queueCookies;
    private final byte[] latePage;
    private final boolean setThere = RedisBenchmark.isThere();
    private long person = System.currentTimeMillis() % 1_000_000 * 10_000 % 90_000_000;

    /** An instance with its connections and what is on sale there. */
    private record Site(HttpLoad load, Applicants applicants) {
        static Site of(BenchSite site, List<String> slots) throws IOException {
            HttpLoad load = new HttpLoad(site.port(), CONNECTIONS);
            return new Site(load, new Applicants(requests, load, new HttpLoad(site.port(), 1), slots));
        }
    }

    Probes(JavaProcess helloServer, BenchSite measured, BenchSite withAof, Profiler profiler) throws Exception {
        this.profiler = profiler;
        this.helloServer = helloServer;
        this.measured = measured;
        this.withAof = withAof;
        redisPort = measured.redisPort();
        hello = new HttpLoad(helloServer.port(), CONNECTIONS);
        List<String> slots = slots(measured.port(), BenchSite.DESK);
        site = Site.of(measured, slots);
        durable = Site.of(withAof, slots(withAof.port(), BenchSite.DESK));
        calendarCookies =
                new Walk(measured.port(), BenchSite.DESK).toTheCalendar().cookies();
        queueCookies = new Walk(measured.port(), BenchSite.BEFORE_THE_DRAW)
                .toTheWaitingRoom(BenchSite.BEFORE_THE_DRAW)
                .cookies();
        late = soldOut();
        latePage = Requests.choose(
                BenchSite.SOLD_OUT,
                slots(measured.port(), BenchSite.SOLD_OUT).get(0),
                new Walk(measured.port(), BenchSite.SOLD_OUT).toTheCalendar(),
                measured.port());
        if (!setThere) {
            System.out.println("redis-benchmark is not there (package redis-tools): the ratios to SET are left out");
        }
    }

    /** @param asked which probes; empty for all. The yardsticks are always measured. */
    void round(Summary summary, Set<String> asked) throws IOException, InterruptedException {
        rate(summary, "hello", hello, 200, repeated(Requests.get("/")));
        for (Map.Entry<String, Probe> probe : probes().entrySet()) {
            if (asked.isEmpty() || asked.contains(probe.getKey())) {
                probe.getValue().measure(summary);
            }
        }
        rate(summary, "hello_again", hello, 200, repeated(Requests.get("/")));
    }

    private interface Probe {
        void measure(Summary summary) throws IOException, InterruptedException;
    }

    private Map<String, Probe> probes() {
        Map<String, Probe> probes = new LinkedHashMap<>();
        probes.put("routed", summary -> rate(summary, "routed", site.load(), 200, repeated(Requests.get("/"))));
        probes.put("description", summary -> {
            byte[] request = Requests.get("/rdv/bench/descriptif");
            rate(summary, "description", site.load(), 200, repeated(request));
        });
        probes.put("calendar", summary -> {
            byte[] request = Requests.get("/rdv/bench/plage", calendarCookies);
            rate(summary, "calendar", site.load(), 200, repeated(request));
        });
        probes.put("verdict", summary -> {
            byte[] request = Requests.get("/rdv/bench/verdict", calendarCookies);
            rate(summary, "verdict", site.load(), 200, repeated(request));
        });
        probes.put("queue_page", summary -> {
            String room = BenchSite.BEFORE_THE_DRAW;
            byte[] request = Requests.get("/rdv/" + room + "/file/" + room, queueCookies);
            rate(summary, "queue_page", site.load(), 200, repeated(request));
        });
        probes.put("page_full", summary -> rate(summary, "page_full", site.load(), 409, repeated(latePage)));
        probes.put("slots", summary -> {
            byte[] request = Requests.get("/api/v1/desks/" + BenchSite.DESK + "/slots");
            rate(summary, "slots", site.load(), 200, repeated(request));
        });
        probes.put("poll", summary -> {
            rate(summary, "poll", site.load(), 200, repeated(Requests.poll()));
        });
        probes.put("full", this::full);
        probes.put("win", summary -> summary.add("hold_win", wins(summary, "hold_win", site)));
        probes.put("set", summary -> {
            if (setThere) {
                summary.add("set", RedisBenchmark.set(redisPort, CONNECTIONS, SETS));
            }
        });
        probes.put("aof", summary -> {
            // The same instance and Redis, or one of the two would be the warmer.
            withAof.keepFile(true);
            summary.add("aof_always", wins(summary, "aof_always", durable));
            withAof.keepFile(false);
            summary.add("aof_none", wins(summary, "aof_none", durable));
        });
        probes.put("booking", this::booking);
        return probes;
    }

    private void full(Summary summary) throws IOException {
        Iterator<byte[]> wishes =
                Stream.generate(late::stream).flatMap(some -> some).iterator();
        Measured full = rate(summary, "hold_full", site.load(), 409, wishes::next);
        times(summary, "hold_full_closed", full);
        times(summary, "hold_full", site.load().openLoop(wishes::next, 409, full.perSecond() / 2, NANOS));
    }

    /** At half the rate that was reached, each time counted from when the request was meant to leave. */
    private static void timed(
            Summary summary, String name, Site at, Supplier<byte[]> requests, int status, double perSecond)
            throws IOException {
        double rate = perSecond / 2;
        times(summary, name, at.load().openLoop(requests, status, rate, (long) (TIMED / rate * 1e9)));
    }

    private static void times(Summary summary, String name, Measured measured) {
        summary.add(name + "_p50_ms", measured.millis(50));
        summary.add(name + "_p99_ms", measured.millis(99));
        summary.unexpected(name, measured.others());
    }

    private void booking(Summary summary) throws IOException {
        List<String> people = site.applicants().proven(BOOKINGS + TIMED);
        Iterator<String> next = people.subList(0, BOOKINGS).iterator();
        Measured booked = metered(
                summary,
                "booking",
                site.load(),
                () -> next.hasNext() ? requests.booking(next.next(), person++) : null,
                202,
                NO_END);
        summary.add("booking", booked.perSecond());
        times(summary, "booking_closed", booked);
        measured.untilMailsLeft();
        Iterator<String> timed = people.subList(BOOKINGS, people.size()).iterator();
        timed(summary, "booking", site, () -> requests.booking(timed.next(), person++), 202, booked.perSecond());
        // Or what is measured next would pay for them.
        measured.untilMailsLeft();
    }

    private Measured rate(Summary summary, String name, HttpLoad load, int status, Supplier<byte[]> requests)
            throws IOException {
        Measured measured = metered(summary, name, load, requests, status, NANOS);
        summary.add(name, measured.perSecond());
        return measured;
    }

    /** The seats are given back afterwards, so that they last. */
    private double wins(Summary summary, String name, Site at) throws IOException {
        List<String> people = at.applicants().begin(WINS + TIMED);
        Iterator<String> tokens = people.subList(0, WINS).iterator();
        Measured won = metered(
                summary,
                name,
                at.load(),
                () -> tokens.hasNext()
                        ? requests.hold(tokens.next(), at.applicants().slot())
                        : null,
                201,
                NO_END);
        Iterator<String> timed = people.subList(WINS, people.size()).iterator();
        timed(
                summary,
                name,
                at,
                () -> requests.hold(timed.next(), at.applicants().slot()),
                201,
                won.perSecond());
        Iterator<String> holders = people.iterator();
        Measured released =
                at.load().closedLoop(() -> holders.hasNext() ? requests.release(holders.next()) : null, 204, NO_END);
        summary.unexpected(name + "_released", released.others());
        return won.perSecond();
    }

    /** As many requests as there are, or come in that time, and what each cost the process: noise of others hardly changes that. */
    private Measured metered(
            Summary summary, String name, HttpLoad load, Supplier<byte[]> requests, int status, long nanos)
            throws IOException {
        BenchSite at = load == hello ? null : load == site.load() ? this.measured : withAof;
        long pid = (at == null ? helloServer : at.server()).pid();
        profiler.start(pid);
        Usage before = usage(pid, at);
        Measured measured = load.closedLoop(requests, status, nanos);
        usage(pid, at).addTo(summary, name, before, measured.expected() + measured.others());
        profiler.stop(pid, name);
        summary.unexpected(name, measured.others());
        return measured;
    }

    private static Usage usage(long pid, @Nullable BenchSite at) throws IOException {
        return Usage.of(pid, at == null ? RedisMeter.NONE : at.redis());
    }

    /** Holds every seat of the desk's one slot; the wishes of people who come too late. */
    private List<byte[]> soldOut() throws IOException, InterruptedException {
        Requests requests = new Requests(BenchSite.SOLD_OUT);
        String slot = slots(measured.port(), BenchSite.SOLD_OUT).get(0);
        Applicants applicants = new Applicants(requests, site.load(), site.load(), List.of(slot));
        Iterator<String> first = applicants.begin(BenchSite.CAPACITY).iterator();
        Measured held =
                site.load().closedLoop(() -> first.hasNext() ? requests.hold(first.next(), slot) : null, 201, NO_END);
        if (held.others() > 0) {
            throw new IllegalStateException(held.others() + " seats could not be held");
        }
        return applicants.begin(1_000).stream()
                .map(token -> requests.hold(token, slot))
                .toList();
    }

    private static Supplier<byte[]> repeated(byte[] request) {
        return () -> request;
    }

    static List<String> slots(int port, String desk) throws IOException, InterruptedException {
        String body = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(BenchSite.address(port, "/api/v1/desks/" + desk + "/slots"))
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
