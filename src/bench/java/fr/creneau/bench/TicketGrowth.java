package fr.creneau.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.bench.HttpLoad.Measured;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.SampleDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** What a waiting room costs that so many people enrolled for: its draw, a poll, the look at it, what is kept for each. */
final class TicketGrowth {
    private static final int CAPACITY = 50;
    private static final int CONNECTIONS = 64;
    private static final int DRAWS = 7;
    private static final int POSITIONS = 1_000_000;
    private static final long IDLE_MS = 5_000;
    /** As many as a ticket may have, where there are least tickets. */
    private static final int STREAMS = 3_000;

    private static final int WARM_UP_STREAMS = 500;
    private static final long POLLING_NS = 4_000_000_000L;

    private static final String ROOM = """
            insert into waiting_room (release_id, key, issued)
            values ('%s', sha256('bench'), %d)
            """;
    private static final String TICKETS = """
            insert into ticket (release_id, number, person, proof, enrolled_at)
            select '%s', n, sha256(('person ' || n)::bytea), sha256(('proof ' || n)::bytea), now() - interval '1 day'
            from generate_series(1, %d) n
            """;
    private static final String AFTER_THE_OPENING =
            "select min(number) from ticket where release_id = '" + BenchSite.ROOM + "' and enrolled_at >= now()";

    private final GrowthSite site;
    private final int tickets;
    private int asked;

    private TicketGrowth(GrowthSite site, int tickets) {
        this.site = site;
        this.tickets = tickets;
    }

    static void measure(MailCatcher mails, Path folder, int tickets, ObjectNode figures) throws Exception {
        try (GrowthSite site = new GrowthSite(mails, folder)) {
            LocalDateTime opened = LocalDateTime.now(SampleDesk.ZONE)
                    .truncatedTo(ChronoUnit.MINUTES)
                    .minusHours(1);
            site.sell(new SampleDesk(BenchSite.CROWDED, 1, "08:00-18:00", CAPACITY)
                    .with(new SampleDesk.Release(BenchSite.ROOM, opened, true)));
            TicketGrowth growth = new TicketGrowth(site, tickets);
            try (Connection database = site.database()) {
                growth.enrol(database);
                site.start("tickets-" + tickets);
                growth.run(database, figures.put("tickets", tickets));
            }
        }
    }

    private void enrol(Connection database) throws SQLException {
        execute(database, ROOM.formatted(BenchSite.ROOM, tickets));
        execute(database, TICKETS.formatted(BenchSite.ROOM, tickets));
        execute(database, "vacuum analyze ticket");
    }

    private void run(Connection database, ObjectNode figures) throws Exception {
        awaitDraw(database);
        poll();
        double before = site.instanceMicros();
        long start = System.nanoTime();
        Thread.sleep(IDLE_MS);
        figures.put("idle_instance_us_a_second", (site.instanceMicros() - before) * 1e9 / (System.nanoTime() - start));
        before = site.instanceMicros();
        Measured polls = poll();
        figures.put("poll_instance_us", (site.instanceMicros() - before) / (polls.expected() + polls.others()))
                .put("polls_a_second", polls.perSecond());
        figures.put("instance_heap_mb", site.heap() / 1e6);
        streams(figures);
        draws(database, figures);
        positions(figures);
        try (Statement statement = database.createStatement();
                ResultSet size = statement.executeQuery("select pg_total_relation_size('ticket')")) {
            size.next();
            figures.put("postgresql_bytes_a_ticket", size.getDouble(1) / tickets);
        }
    }

    /** One ticket after the other, each another one. */
    private Measured poll() throws IOException {
        try (HttpLoad load = new HttpLoad(site.port(), CONNECTIONS)) {
            Measured polls = load.closedLoop(() -> Requests.poll(1 + asked++ % tickets), 200, POLLING_NS);
            if (polls.others() > 0) {
                throw new IllegalStateException(polls.others() + " polls were refused");
            }
            return polls;
        }
    }

    /** What an instance keeps for each page that is told by events; the first ones are for getting warm. */
    private void streams(ObjectNode figures) throws IOException, InterruptedException {
        open(WARM_UP_STREAMS).close();
        double heap = site.heap();
        double resident = site.resident();
        try (EventStreams open = open(STREAMS)) {
            figures.put("stream_heap_bytes", (site.heap() - heap) / STREAMS)
                    .put("stream_resident_bytes", (site.resident() - resident) / STREAMS);
        }
    }

    private EventStreams open(int count) throws IOException {
        EventStreams streams = site.streams();
        for (int i = 0; i < count; i++) {
            streams.open(1 + i % tickets);
        }
        return streams;
    }

    /** The part of the draw that grows: finding whoever enrolled after the opening. */
    private void draws(Connection database, ObjectNode figures) throws SQLException {
        Samples millis = new Samples();
        for (int i = 0; i < DRAWS; i++) {
            long start = System.nanoTime();
            execute(database, AFTER_THE_OPENING);
            millis.add((System.nanoTime() - start) / 1e6);
        }
        figures.put("draw_ms", millis.median());
    }

    private void awaitDraw(Connection database) {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5)).until(() -> {
            try (PreparedStatement drawn =
                            database.prepareStatement("select from waiting_room where drawn = issued and called > 0");
                    ResultSet row = drawn.executeQuery()) {
                return row.next();
            }
        });
    }

    /** The permutation itself, in this JVM. */
    private void positions(ObjectNode figures) {
        byte[] key = new byte[Draw.KEY_BYTES];
        Draw draw = Draw.of(key, tickets);
        long sum = 0;
        long start = 0;
        // The first round is for getting warm.
        for (int round = 0; round < 2; round++) {
            start = System.nanoTime();
            for (int i = 0; i < POSITIONS; i++) {
                sum += draw.position(1 + i % tickets);
            }
        }
        figures.put("position_ns", (System.nanoTime() - start) / (double) POSITIONS);
        start = System.nanoTime();
        sum += Draw.of(key, tickets).tickets();
        figures.put("draw_tables_us", (System.nanoTime() - start) / 1e3);
        if (sum == 0) {
            throw new IllegalStateException("positions count from 1");
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
