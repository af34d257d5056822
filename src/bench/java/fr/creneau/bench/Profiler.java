package fr.creneau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an instance's processors are while a probe is measured, and only then: {@code -Dbench.profiler} names the library of an
 * async-profiler; without it nothing is done. Each round writes {@code profile/<probe>-<round>.collapsed}, a line for each stack with its
 * threads, warm-up rounds included.
 */
final class Profiler {
    private static final String LIBRARY = System.getProperty("bench.profiler", "");

    private final Path folder;
    private final Map<String, Integer> rounds = new HashMap<>();

    Profiler(Path folder) {
        this.folder = folder;
    }

    void start(long pid) throws IOException {
        tell(pid, "start,event=cpu,interval=500us,threads");
    }

    void stop(long pid, String probe) throws IOException {
        int round = rounds.merge(probe, 1, Integer::sum);
        Path file = Files.createDirectories(folder.resolve("profile")).resolve(probe + "-" + round + ".collapsed");
        tell(pid, "stop,collapsed,file=" + file.toAbsolutePath());
    }

    private static void tell(long pid, String command) throws IOException {
        if (LIBRARY.isEmpty()) {
            return;
        }
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(
                        jcmd, String.valueOf(pid), "JVMTI.agent_load", LIBRARY, "\"" + command + "\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0 || said.contains("return code: -")) {
                throw new IllegalStateException("the profiler did not " + command + ": " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
