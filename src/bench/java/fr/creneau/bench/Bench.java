package fr.creneau.bench;

import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Measures every kind of request against the yardsticks, round after round so that all see the same machine, and writes
 * {@code summary.json} and {@code index.html}. Arguments: the folder to write to, the number of rounds, and
 * which probes: a dash
 * and their names with commas between them, all if none is named.
 */
public final class Bench {
    private static final int WARM_UP = Integer.getInteger("bench.warm-up", 7);

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        RedisProcess.preferInstalled();
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        Set<String> asked = arguments.length > 2 && arguments[2].length() > 1
                ? Set.of(arguments[2].substring(1).split(","))
                : Set.of();
        Summary summary = new Summary();
        try (JavaProcess mails = MailSink.start(folder);
                JavaProcess hello = HelloServer.start(folder.resolve("hello.log"), "-Xms512m", "-Xmx512m");
                BenchSite site = BenchSite.start("site", mails, folder, "appendonly", "no");
                BenchSite durable =
                        BenchSite.start("site-aof", mails, folder, "appendonly", "yes", "appendfsync", "always");
                Probes probes = new Probes(hello, site, durable, new Profiler(folder))) {
            // These warm everything up and do not count.
            for (int round = 0; round < WARM_UP; round++) {
                probes.round(new Summary(), asked);
            }
            for (int round = 0; round < rounds; round++) {
                probes.round(summary, asked);
                System.out.println("round " + (round + 1) + " of " + rounds);
            }
        }
        summary.write(folder);
        // Threads of the embedded servers would keep this JVM alive.
        System.exit(0);
    }
}
