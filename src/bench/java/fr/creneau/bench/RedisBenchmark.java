package fr.creneau.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Redis's own load tool, Debian's package redis-tools. */
final class RedisBenchmark {
    private RedisBenchmark() {}

    static boolean isThere() {
        try {
            return new ProcessBuilder("redis-benchmark", "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SETs a second of a 16-byte value, without pipelining. */
    static double set(int port, int connections, int requests) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        "redis-benchmark",
                        "-p",
                        String.valueOf(port),
                        "-t",
                        "set",
                        "-d",
                        "16",
                        "-r",
                        "100000",
                        "-c",
                        String.valueOf(connections),
                        "-n",
                        String.valueOf(requests),
                        "--csv"))
                .redirectErrorStream(true)
                .start();
        // Its few lines fit into the pipe: it ends without being read.
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith("\"SET\""))
                .map(line -> Double.parseDouble(line.split(",")[1].replace("\"", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("redis-benchmark said: " + output));
    }
}
