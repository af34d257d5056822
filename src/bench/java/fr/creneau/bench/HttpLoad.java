package fr.creneau.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * A client of one thread that costs as little as it can, so that the server has the machine: prepared requests, kept-alive connections,
 * and of an answer only its status and length are read.
 */
final class HttpLoad implements AutoCloseable {
    private static final long GIVE_UP_NS = 20_000_000_000L;

    private final int[] ports;
    private final int size;
    private final Selector selector = Selector.open();
    private final List<HttpConnection> connections = new ArrayList<>();

    /** @param size how many connections */
    HttpLoad(int port, int size) throws IOException {
        this(new int[] {port}, size);
    }

    /** Connections are spread over the ports in turn. */
    HttpLoad(int[] ports, int size) throws IOException {
        this.ports = ports.clone();
        this.size = size;
    }

    /** New ones for each run: those of the last one may have been idle for longer than the server waits. */
    private void connect() throws IOException {
        close(connections);
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", ports[i % ports.length]));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            HttpConnection connection = new HttpConnection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
        }
    }

    /**
     * Every connection asks again as soon as it was answered.
     *
     * @param requests whole requests, one after the other; null when there are no more
     */
    Measured closedLoop(Supplier<byte[]> requests, int expectedStatus, long nanos) throws IOException {
        return closedLoop(requests, expectedStatus, nanos, connection -> {});
    }

    /** @param reader sees each answer before its connection asks again */
    Measured closedLoop(Supplier<byte[]> requests, int expectedStatus, long nanos, Consumer<HttpConnection> reader)
            throws IOException {
        connect();
        Run run = new Run(expectedStatus);
        long start = System.nanoTime();
        long end = start + nanos;
        for (HttpConnection connection : connections) {
            ask(connection, requests.get(), System.nanoTime(), run);
        }
        while (run.underWay > 0) {
            giveUpAfter(end + GIVE_UP_NS);
            answered(run, (connection, now) -> {
                reader.accept(connection);
                if (now < end) {
                    ask(connection, requests.get(), now, run);
                }
            });
        }
        return run.measured(System.nanoTime() - start);
    }

    /**
     * Requests leave at a fixed rate whatever the server does. A request's time counts from when it was meant to leave, also if it had to
     * wait for a connection: a server that stalls cannot hide it.
     */
    Measured openLoop(Supplier<byte[]> requests, int expectedStatus, double perSecond, long nanos) throws IOException {
        connect();
        // What this client has left behind would be cleared away meanwhile, and the pause count as the server's.
        System.gc();
        Run run = new Run(expectedStatus);
        Deque<HttpConnection> idle = new ArrayDeque<>(connections);
        long start = System.nanoTime();
        double gap = 1e9 / perSecond;
        long total = (long) (nanos / gap);
        long sent = 0;
        while (sent < total || run.underWay > 0) {
            long now = System.nanoTime();
            giveUpAfter(start + nanos + GIVE_UP_NS);
            while (sent < total && !idle.isEmpty() && start + (long) (sent * gap) <= now) {
                ask(idle.poll(), requests.get(), start + (long) (sent * gap), run);
                sent++;
            }
            answered(run, (connection, at) -> idle.add(connection));
        }
        return run.measured(System.nanoTime() - start);
    }

    private void ask(HttpConnection connection, byte[] request, long meant, Run run) throws IOException {
        if (request == null) {
            return;
        }
        connection.ask(request, meant);
        run.underWay++;
    }

    private void answered(Run run, OnAnswer then) throws IOException {
        selector.select(1);
        var ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            HttpConnection connection = (HttpConnection) ready.next().attachment();
            ready.remove();
            if (connection.read()) {
                long now = System.nanoTime();
                run.answered(connection.status(), now - connection.meant());
                then.on(connection, now);
            }
        }
    }

    private static void giveUpAfter(long instant) {
        if (System.nanoTime() > instant) {
            throw new IllegalStateException("no answer in time");
        }
    }

    @Override
    public void close() throws IOException {
        close(connections);
        selector.close();
    }

    private static void close(List<HttpConnection> connections) throws IOException {
        for (HttpConnection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    private interface OnAnswer {
        void on(HttpConnection connection, long now) throws IOException;
    }

    /**
     * @param perSecond answers of the expected status
     * @param others answers of another status
     * @param latency in microseconds
     */
    record Measured(double perSecond, long expected, long others, Histogram latency) {
        double millis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    private static final class Run {
        private final int expectedStatus;
        private final Histogram latency = new Histogram(60_000_000L, 3);
        private long expected;
        private long others;
        private int underWay;

        Run(int expectedStatus) {
            this.expectedStatus = expectedStatus;
        }

        void answered(int status, long nanos) {
            underWay--;
            if (status == expectedStatus) {
                expected++;
            } else {
                others++;
            }
            latency.recordValue(Math.min(nanos / 1_000, 60_000_000L));
        }

        Measured measured(long nanos) {
            return new Measured(expected * 1e9 / nanos, expected, others, latency);
        }
    }
}
