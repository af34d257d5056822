package fr.creneau.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Many people at one second: each opens a connection at their own instant of it, asks once and is answered, or not. Times count from that
 * instant, so that a queue in front of the server, or in this client, cannot hide.
 */
final class Rush implements AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long GIVE_UP_NS = 30 * SECOND_NS;
    private static final int LONGEST_ANSWER = 4_096;
    private static final int HELD = 201;
    private static final int FULL = 409;

    private final Selector selector = Selector.open();
    private final Histogram latency = new Histogram(60_000_000L, 3);
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int refusedConnections;
    private int unanswered;
    private long last;

    private Rush() throws IOException {}

    private record Person(HttpConnection connection, SocketChannel channel, byte[] wish, long meant) {}

    /** @param wishes of one person each, spread over the ports in turn and over one second */
    static Rush of(int[] ports, List<byte[]> wishes) throws IOException {
        Rush rush = new Rush();
        rush.run(ports, wishes);
        return rush;
    }

    private void run(int[] ports, List<byte[]> wishes) throws IOException {
        long start = System.nanoTime();
        int sent = 0;
        int underWay = 0;
        while (sent < wishes.size() || underWay > 0) {
            long now = System.nanoTime();
            if (now - start > GIVE_UP_NS) {
                break;
            }
            while (sent < wishes.size() && start + SECOND_NS * sent / wishes.size() <= now) {
                underWay +=
                        arrive(ports[sent % ports.length], wishes.get(sent), start + SECOND_NS * sent / wishes.size());
                sent++;
                // Answers are read in between, however many arrive at once.
                if (sent % 64 == 0) {
                    break;
                }
            }
            selector.select(1);
            for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
                SelectionKey key = ready.next();
                ready.remove();
                underWay -= move(key);
            }
        }
        unanswered = underWay;
        last = System.nanoTime();
    }

    private int arrive(int port, byte[] wish, long meant) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Person person = new Person(new HttpConnection(channel, LONGEST_ANSWER), channel, wish, meant);
        try {
            // On this machine a connection stands as soon as it is asked for, unless too many wait to be accepted.
            if (channel.connect(new InetSocketAddress("127.0.0.1", port)) || channel.finishConnect()) {
                person.connection().ask(wish, meant);
                channel.register(selector, SelectionKey.OP_READ, person);
            } else {
                channel.register(selector, SelectionKey.OP_CONNECT, person);
            }
            return 1;
        } catch (IOException refused) {
            refusedConnections++;
            channel.close();
            return 0;
        }
    }

    /** Returns 1 when that person is done. */
    private int move(SelectionKey key) throws IOException {
        Person person = (Person) key.attachment();
        try {
            if (key.isConnectable()) {
                person.channel().finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                person.connection().ask(person.wish(), person.meant());
                return 0;
            }
            if (!person.connection().read()) {
                return 0;
            }
            latency.recordValue(Math.min((System.nanoTime() - person.meant()) / 1_000, 60_000_000L));
            statuses.merge(person.connection().status(), 1, Integer::sum);
        } catch (IOException broken) {
            refusedConnections++;
        }
        person.channel().close();
        return 1;
    }

    /** What is wrong whatever the machine: not how long it took ({@link CrowdAims}). */
    List<TextNode> violations(int seats) {
        List<TextNode> violations = new ArrayList<>();
        int held = answered(HELD);
        if (held != seats) {
            violations.add(TextNode.valueOf(held + " of " + seats + " seats were held"));
        }
        int others = statuses.entrySet().stream()
                .filter(entry -> entry.getKey() != HELD && entry.getKey() != FULL)
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (others > 0 || unanswered > 0 || refusedConnections > 0) {
            violations.add(TextNode.valueOf(others + " other answers, " + unanswered + " unanswered, "
                    + refusedConnections + " connections lost: " + statuses));
        }
        return violations;
    }

    void describe(ObjectNode summary) {
        ObjectNode answers = summary.putObject("answers");
        statuses.forEach((status, count) -> answers.put(String.valueOf(status), count));
        summary.put("unanswered", unanswered)
                .put("connections_lost", refusedConnections)
                .put("answer_ms_p50", latency.getValueAtPercentile(50) / 1_000.0)
                .put("answer_ms_p99", latency.getValueAtPercentile(99) / 1_000.0)
                .put("answer_ms_max", slowestMillis());
    }

    double slowestMillis() {
        return latency.getMaxValue() / 1_000.0;
    }

    long sinceLastMillis() {
        return (System.nanoTime() - last) / 1_000_000;
    }

    int answered(int status) {
        return statuses.getOrDefault(status, 0);
    }

    /** Who was not answered goes too. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
