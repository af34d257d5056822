package fr.creneau.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.bench.HttpLoad.Measured;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.SampleDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a site costs that sells so many seats at so many desks: when nobody is there, for a calendar, for a hold. */
final class SeatGrowth {
    private static final int CAPACITY = 50;
    private static final int SLOTS_A_DAY = 20;
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP = 10_000;
    private static final int ROUNDS = 3;
    private static final int HOLDS = 3_000;
    private static final int TOO_LATE = 500;
    private static final int MOST_AT_ONCE = 2_000;
    private static final long IDLE_MS = 6_000;
    private static final long PAGES_NS = 1_500_000_000L;
    private static final long NO_HURRY = 120_000_000_000L;

    private final GrowthSite site;
    private final int desks;
    private final int seats;
    private final HttpLoad load;
    private final List<byte[]> holds = new ArrayList<>();
    private final List<byte[]> releases = new ArrayList<>();
    private final Map<String, Samples> rounds = new LinkedHashMap<>();
    private Cost atRest = Cost.NOTHING;

    private SeatGrowth(GrowthSite site, int desks, int seats) throws IOException {
        this.site = site;
        this.desks = desks;
        this.seats = seats;
        load = new HttpLoad(site.port(), CONNECTIONS);
    }

    /** @param seats of each desk */
    static void measure(MailCatcher mails, Path folder, int desks, int seats, ObjectNode figures) throws Exception {
        try (GrowthSite site = new GrowthSite(mails, folder)) {
            int slots = seats / CAPACITY;
            String hours = slots < SLOTS_A_DAY ? "08:00-09:00" : "08:00-18:00";
            for (int i = 0; i < desks; i++) {
                site.sell(new SampleDesk(desk(i), Math.max(1, slots / SLOTS_A_DAY), hours, CAPACITY));
            }
            RedisMeter empty = site.redis();
            site.start("seats-" + desks + "-" + seats);
            SeatGrowth growth = new SeatGrowth(site, desks, seats);
            growth.run(
                    empty,
                    figures.put("desks", desks).put("seats_a_desk", seats).put("slots_a_desk", slots));
            growth.load.close();
        }
    }

    private static String desk(int number) {
        return number == 0 ? BenchSite.DESK : BenchSite.DESK + "-" + number;
    }

    private void run(RedisMeter empty, ObjectNode figures) throws Exception {
        for (int i = 0; i < desks; i++) {
            prepare(desk(i));
        }
        byte[] calendar = Requests.get(
                "/rdv/bench/plage",
                new Walk(site.port(), BenchSite.DESK).toTheCalendar().cookies());
        for (int done = 0; done < WARM_UP; done += holds.size()) {
            send(holds, 201);
            send(releases, 204);
        }
        load.closedLoop(() -> calendar, 200, PAGES_NS);
        idle(empty, figures);
        for (int round = 0; round < ROUNDS; round++) {
            hold(figures);
            repeat("calendar", () -> calendar, 200);
        }
        soldOut();
        rounds.forEach((name, samples) -> figures.put(name, samples.median()));
        figures.put("instance_heap_mb", site.heap() / 1e6);
    }

    /** People who will hold seats of that desk, as soon as it has some. */
    private void prepare(String desk) throws Exception {
        await(desk).atMost(Duration.ofMinutes(1)).until(() -> {
            JsonNode slots = site.get("/api/v1/desks/" + desk + "/slots").path("slots");
            return !slots.isEmpty() && slots.get(slots.size() - 1).path("free").asInt() == CAPACITY;
        });
        Requests requests = new Requests(desk);
        List<String> slots = Probes.slots(site.port(), desk);
        int people = Math.min(seats * 9 / 10, MOST_AT_ONCE / desks);
        List<String> tokens = new Applicants(requests, load, load, slots).begin(people);
        for (int i = 0; i < people; i++) {
            holds.add(requests.hold(tokens.get(i), slots.get(i % slots.size())));
            releases.add(requests.release(tokens.get(i)));
        }
    }

    /** Counting, sweeping and the snapshot, when nobody is there. */
    private void idle(RedisMeter empty, ObjectNode figures) throws Exception {
        Cost before = Cost.of(site);
        Thread.sleep(IDLE_MS);
        Cost used = Cost.of(site).since(before);
        atRest = used.over(used.seconds());
        figures.put("idle_scripts_a_second", atRest.redis().scripts());
        figures.put("idle_script_us_a_second", atRest.redis().scriptMicros());
        figures.put("idle_redis_us_a_second", atRest.redis().cpuMicros());
        figures.put("idle_instance_us_a_second", atRest.instanceMicros());
        figures.put("redis_bytes_a_seat", before.redis().since(empty).memory() / desks / seats);
    }

    /** Everybody takes a seat and gives it back, again and again: only the taking counts. */
    private void hold(ObjectNode figures) throws IOException {
        Cost sum = Cost.NOTHING;
        int done = 0;
        for (; done < HOLDS; done += holds.size()) {
            Cost before = Cost.of(site);
            send(holds, 201);
            Cost used = Cost.of(site).since(before);
            figures.put("redis_bytes_a_hold", used.redis().memory() / holds.size());
            sum = sum.plus(used);
            send(releases, 204);
        }
        add("hold", sum, done);
    }

    /** Asking for a seat of a slot that has none left. */
    private void soldOut() throws IOException, InterruptedException {
        Requests requests = new Requests(desk(0));
        List<String> slots = Probes.slots(site.port(), desk(0));
        List<String> tokens = new Applicants(requests, load, load, slots).begin(CAPACITY + TOO_LATE);
        send(
                tokens.stream()
                        .limit(CAPACITY)
                        .map(token -> requests.hold(token, slots.get(0)))
                        .toList(),
                201);
        List<byte[]> tooLate = tokens.stream()
                .skip(CAPACITY)
                .map(token -> requests.hold(token, slots.get(0)))
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            Iterator<byte[]> next =
                    Stream.generate(tooLate::stream).flatMap(all -> all).iterator();
            repeat("full", next::next, 409);
        }
    }

    private void repeat(String name, Supplier<byte[]> requests, int status) throws IOException {
        Cost before = Cost.of(site);
        Measured measured = load.closedLoop(requests, status, PAGES_NS);
        if (measured.others() > 0) {
            throw new IllegalStateException(measured.others() + " answers were not " + status);
        }
        add(name, Cost.of(site).since(before), measured.expected());
    }

    private void add(String name, Cost used, double requests) {
        Cost one = used.less(atRest).over(requests);
        sample(name + "_script_us", one.redis().scriptMicros());
        sample(name + "_redis_us", one.redis().cpuMicros());
        sample(name + "_instance_us", one.instanceMicros());
    }

    private void sample(String name, double value) {
        rounds.computeIfAbsent(name, first -> new Samples()).add(value);
    }

    private void send(List<byte[]> requests, int status) throws IOException {
        Iterator<byte[]> next = requests.iterator();
        Measured sent = load.closedLoop(() -> next.hasNext() ? next.next() : null, status, NO_HURRY);
        if (sent.others() > 0) {
            throw new IllegalStateException(sent.others() + " answers were not " + status);
        }
    }
}
