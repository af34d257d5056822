package fr.creneau.bench;

import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures every kind of request against the yardsticks, round after round so that all see the same machine, and writes
 * {@code summary.json} and {@code index.html}. Arguments: the folder to write to, and the number of rounds.
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        Summary summary = new Summary();
        try (MailCatcher mails = MailCatcher.start();
                ServerProcess hello = hello(folder);
                BenchSite site = BenchSite.start("site", mails, folder, "appendonly", "no");
                BenchSite durable =
                        BenchSite.start("site-aof", mails, folder, "appendonly", "yes", "appendfsync", "always");
                Probes probes = new Probes(hello.port(), site, durable)) {
            // The first round warms everything up and does not count.
            probes.round(new Summary());
            for (int round = 0; round < rounds; round++) {
                probes.round(summary);
                System.out.println("round " + (round + 1) + " of " + rounds);
            }
        }
        summary.write(folder);
        // Threads of the embedded servers would keep this JVM alive.
        System.exit(0);
    }

    private static ServerProcess hello(Path folder) throws IOException, InterruptedException {
        int port = Ports.free();
        return ServerProcess.start(
                HelloServer.class, port, Map.of(), folder.resolve("hello.log"), String.valueOf(port));
    }
}
