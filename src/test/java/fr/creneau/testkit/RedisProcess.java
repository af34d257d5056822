package fr.creneau.testkit;

import static org.awaitility.Awaitility.await;

import fr.creneau.config.Config;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.embedded.RedisExecProvider;

/** A Redis server of a test's own, which it may freeze, kill and start again on the same port and data. */
public final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern OFFSET = Pattern.compile("master_repl_offset:(\\d+)");

    static final String LOCALHOST = "127.0.0.1";

    private static final String INSTALLED = "redis-server";

    private static volatile boolean installed;

    private final String host;
    private final int port;
    private final List<String> command;
    private final Path folder;
    private Process process;

    private RedisProcess(String host, int port, List<String> command, Path folder) {
        this.host = host;
        this.port = port;
        this.command = command;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        start();
    }

    /** A standalone server; settings are pairs of a configuration key and its value. */
    public static RedisProcess server(String... settings) {
        return at(LOCALHOST, settings);
    }

    static RedisProcess server(int port, String... settings) {
        return server(LOCALHOST, port, settings);
    }

    /** The same at another address of the loopback, from which it also speaks. */
    public static RedisProcess at(String host, String... settings) {
        return server(host, Ports.free(), settings);
    }

    private static RedisProcess server(String host, int port, String... settings) {
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--port",
                String.valueOf(port),
                "--bind",
                host,
                "--bind-source-addr",
                host,
                "--protected-mode",
                "no",
                "--save",
                "",
                "--dir",
                "."));
        for (int i = 0; i < settings.length; i += 2) {
            command.add("--" + settings[i]);
            command.add(settings[i + 1]);
        }
        return new RedisProcess(host, port, command, freshFolder());
    }

    /** A Sentinel, which keeps its findings in its own configuration file. */
    static RedisProcess sentinel(String host, String configuration) {
        int port = Ports.free();
        Path folder = freshFolder();
        try {
            String place = "port %d\nbind %s\nbind-source-addr %s\n".formatted(port, host, host);
            Files.writeString(folder.resolve("sentinel.conf"), place + configuration);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new RedisProcess(host, port, List.of(executable(), "sentinel.conf", "--sentinel"), folder);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public Config.Redis config() {
        return Backends.redis(URI.create("redis://" + host + ":" + port));
    }

    /** Starts it, again, and waits until it answers. */
    public void start() {
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("redis.log").toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> ask("PING").startsWith("+PONG"));
    }

    /** Ends it without a chance to save anything. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on it accepts connections, as its kernel does, and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** What one inline command is answered, as the protocol has it: the first few kilobytes. */
    public String ask(String inlineCommand) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((inlineCommand + "\r\n").getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            byte[] answer = new byte[16_384];
            int length = in.read(answer);
            return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.UTF_8);
        }
    }

    /** Waits until that replica has all that was written here before. */
    public void awaitFollowedBy(RedisProcess replica) {
        try {
            long written = written();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> replica.written() >= written);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How much, in its master's count and its own. */
    private long written() throws IOException {
        Matcher offset = OFFSET.matcher(ask("INFO replication"));
        if (!offset.find()) {
            throw new IllegalStateException("no offset");
        }
        return Long.parseLong(offset.group(1));
    }

    public boolean isMaster() throws IOException {
        return ask("ROLE").contains("master\r\n");
    }

    @Override
    public void close() {
        kill();
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " answered " + code);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path freshFolder() {
        try {
            Path folder = Files.createTempDirectory("creneau-redis");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * From now on servers of this JVM are the machine's own {@code redis-server} (Debian: redis-server), where there is one: for measuring.
     * The embedded build's allocator is that of its C library, which makes scripts take twice as long as in what production runs.
     */
    public static void preferInstalled() {
        installed = Programs.succeeds(INSTALLED, "--version");
        if (!installed) {
            System.out.println(
                    "redis-server is not there (package redis-server): the embedded one takes twice as long for scripts");
        }
    }

    private static String executable() {
        return installed ? INSTALLED : Executable.FILE.getAbsolutePath();
    }

    private static final class Executable {
        static final File FILE = unpack();

        private static File unpack() {
            try {
                File file = RedisExecProvider.defaultProvider().get();
                if (!file.setExecutable(true)) {
                    throw new IllegalStateException("cannot make " + file + " executable");
                }
                return file;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
