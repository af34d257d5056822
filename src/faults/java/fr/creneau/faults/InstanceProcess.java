package fr.creneau.faults;

import fr.creneau.Main;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An instance in a JVM of its own, which may be killed and started again on the same port. */
final class InstanceProcess implements AutoCloseable {
    private static final long PATIENCE_MS = 90_000;

    private final int port;
    private final String classPath;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    InstanceProcess(int port, String classPath, Map<String, String> environment, Path log)
            throws IOException, InterruptedException {
        this.port = port;
        this.classPath = classPath;
        this.environment = environment;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        process = launch(List.of());
        awaitListening();
    }

    int port() {
        return port;
    }

    /** @param prefix a program that starts what follows it, or nothing */
    void start(String... prefix) throws IOException, InterruptedException {
        process = launch(List.of(prefix));
        awaitListening();
    }

    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    /** As an operator stops it: what is under way is finished. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Runs a command of the program to its end. */
    static void run(String classPath, Map<String, String> environment, Path log, String... words)
            throws IOException, InterruptedException {
        int code = launch(List.of(), classPath, environment, log, words).waitFor();
        if (code != 0) {
            throw new IllegalStateException("ended with code " + code + ", see " + log);
        }
    }

    private Process launch(List<String> prefix) throws IOException {
        return launch(prefix, classPath, environment, log);
    }

    private static Process launch(
            List<String> prefix, String classPath, Map<String, String> environment, Path log, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitListening() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (System.currentTimeMillis() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IllegalStateException("the instance does not listen, see " + log);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
