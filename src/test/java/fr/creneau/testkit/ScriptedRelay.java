package fr.creneau.testkit;

import fr.creneau.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server on real sockets that misbehaves when told to: at each moment of the dialogue it can refuse, fall silent, hang up,
 * dribble or wait for the test. Left alone it accepts everything.
 */
public final class ScriptedRelay implements AutoCloseable {
    /** When it can misbehave. BODY is in the middle of the message, END after its last line. */
    public enum Moment {
        BANNER,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        BODY,
        END
    }

    /** What it does instead of saying yes. */
    public sealed interface Act {
        record Reply(String line) implements Act {}

        /** Says nothing more until the client hangs up. */
        record Silence() implements Act {}

        record HangUp() implements Act {}

        /** Takes until the signal to finish its reply, but never falls silent either; then says yes. */
        record Dribble(CountDownLatch signal) implements Act {}

        /** Says yes once the test says so. */
        record WaitFor(CountDownLatch signal) implements Act {}
    }

    private static final Map<Moment, String> YES = Map.of(
            Moment.BANNER, "220 relay.example ESMTP",
            Moment.EHLO, "250-relay.example\r\n250 ENHANCEDSTATUSCODES",
            Moment.MAIL, "250 2.1.0 ok",
            Moment.RCPT, "250 2.1.5 ok",
            Moment.DATA, "354 go on",
            Moment.BODY, "",
            Moment.END, "250 2.0.0 accepted");

    private final ServerSocket server;
    private final Map<Moment, Queue<Act>> next = new ConcurrentHashMap<>();
    private final Map<Moment, Act> always = new ConcurrentHashMap<>();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedRelay(ServerSocket server) {
        this.server = server;
        daemon(this::serve, "relay");
    }

    public static ScriptedRelay start() {
        return on(0);
    }

    /** On that port: for a relay that comes back. */
    public static ScriptedRelay on(int port) {
        try {
            return new ScriptedRelay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Misbehaves once at that moment; several calls are played one after the other. */
    public ScriptedRelay once(Moment moment, Act act) {
        next.computeIfAbsent(moment, m -> new ConcurrentLinkedQueue<>()).add(act);
        return this;
    }

    /** Misbehaves each time, until {@link #behave}. */
    public ScriptedRelay always(Moment moment, Act act) {
        always.put(moment, act);
        return this;
    }

    public void behave() {
        always.clear();
    }

    /** The messages it said yes to, in full. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** The messages that reached it to their last line, whatever it answered. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** How many connections were opened so far. */
    public int connections() {
        return connections.get();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How to reach it, with that much patience. */
    public Config.Smtp smtp(Duration timeout) {
        return TestConfig.relay(port(), timeout);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                daemon(() -> talk(socket), "relay-" + connections.get());
            }
        } catch (IOException closedByTheTest) {
            // The end of serving.
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream()) {
            new Dialogue(in, out).run();
        } catch (IOException hungUp) {
            // By the client, or by the script.
        } finally {
            open.remove(socket);
        }
    }

    private Optional<Act> act(Moment moment) {
        Queue<Act> queue = next.get(moment);
        Act once = queue == null ? null : queue.poll();
        return Optional.ofNullable(once == null ? always.get(moment) : once);
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private final class Dialogue {
        private final BufferedReader in;
        private final OutputStream out;

        Dialogue(BufferedReader in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void run() throws IOException {
            answer(Moment.BANNER);
            String command;
            while ((command = in.readLine()) != null) {
                String verb = command.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
                switch (verb) {
                    case "EHLO", "HELO" -> answer(Moment.EHLO);
                    case "MAIL" -> answer(Moment.MAIL);
                    case "RCPT" -> answer(Moment.RCPT);
                    case "DATA" -> {
                        if (answer(Moment.DATA)) {
                            message();
                        }
                    }
                    case "QUIT" -> {
                        say("221 2.0.0 bye");
                        return;
                    }
                    default -> say("250 2.0.0 ok");
                }
            }
        }

        private void message() throws IOException {
            StringBuilder message = new StringBuilder();
            String line;
            int lines = 0;
            while ((line = in.readLine()) != null && !line.equals(".")) {
                message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                if (++lines == 5) {
                    answer(Moment.BODY);
                }
            }
            if (line == null) {
                return;
            }
            seen.add(message.toString());
            Optional<Act> act = act(Moment.END);
            // Kept before it says so: the client may be told and the test look at once.
            play(Moment.END, act, () -> accepted.add(message.toString()));
        }

        private boolean answer(Moment moment) throws IOException {
            return play(moment, act(moment), () -> {});
        }

        /** Whether it said yes. */
        private boolean play(Moment moment, Optional<Act> act, Runnable beforeYes) throws IOException {
            if (act.isEmpty()) {
                beforeYes.run();
                say(YES.get(moment));
                return true;
            } else if (act.get() instanceof Act.Reply reply) {
                say(reply.line());
                return false;
            } else if (act.get() instanceof Act.Silence) {
                while (in.read() >= 0) {
                    // Whatever the client still sends is ignored.
                }
            } else if (act.get() instanceof Act.Dribble dribble) {
                while (!signalled(dribble.signal())) {
                    say(YES.get(moment).substring(0, 3) + "-still thinking");
                }
                beforeYes.run();
                say(YES.get(moment));
                return true;
            } else if (act.get() instanceof Act.WaitFor wait) {
                await(wait.signal());
                beforeYes.run();
                say(YES.get(moment));
                return true;
            }
            throw new IOException("hung up");
        }

        private void say(String line) throws IOException {
            if (!line.isEmpty()) {
                out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }

        private boolean signalled(CountDownLatch signal) {
            try {
                return signal.await(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                return true;
            }
        }

        private void await(CountDownLatch signal) {
            try {
                signal.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
