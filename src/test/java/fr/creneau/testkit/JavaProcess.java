package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, which may be killed and started again on the same port. It ends with this JVM. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long STOP_S = 40;
    private static final int CONNECT_MS = 200;

    private final Program program;
    private final int port;
    private final List<String> words;
    private Process process;

    /**
     * What is run.
     *
     * @param log gets what it says, after what is there
     * @param options of the JVM
     */
    public record Program(
            Class<?> main, Map<String, String> environment, Path log, String classPath, List<String> options) {
        /** On the class path of this JVM. */
        public static Program of(Class<?> main, Map<String, String> environment, Path log, String... options) {
            return new Program(main, environment, log, System.getProperty("java.class.path"), List.of(options));
        }

        /** Runs it to its end. */
        public void run(String... words) throws InterruptedException {
            int code = launch(List.of(), List.of(words)).waitFor();
            if (code != 0) {
                throw new IllegalStateException("ended with code " + code + ", see " + log);
            }
        }

        /** One that listens on that port; it is not started yet. */
        public JavaProcess server(int port, String... words) {
            return new JavaProcess(this, port, List.of(words));
        }

        private Process launch(List<String> prefix, List<String> words) {
            List<String> command = new ArrayList<>(prefix);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options);
            command.addAll(List.of("-cp", classPath, main.getName()));
            command.addAll(words);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            try {
                return builder.start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private JavaProcess(Program program, int port, List<String> words) {
        this.program = program;
        this.port = port;
        this.words = words;
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Starts it, again, and waits until it listens. */
    public JavaProcess start(String... prefix) {
        return launch(prefix).awaitListening();
    }

    /** @param prefix a program that starts what follows it, or nothing */
    public JavaProcess launch(String... prefix) {
        process = program.launch(List.of(prefix), words);
        return this;
    }

    public JavaProcess awaitListening() {
        await("port " + port).atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended by itself, see " + program.log());
            }
            return listens();
        });
        return this;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it without a word. */
    public void kill() throws InterruptedException {
        destroy();
        process.waitFor();
    }

    /** As an operator stops it: what is under way is finished. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_S, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private void destroy() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
