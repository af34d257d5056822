package fr.creneau.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Breaks everything in turn, then does so to sites that lack one guard each, and writes {@code summary.json}. Arguments: the folder to write
 * to, and how often to inject what, as {@code times:redis-kill=20,redis-stop-20s=0}; {@code others=0} leaves out what is not named, {@code mutants=0} the mutants.
 */
public final class FaultRun {
    private static final int INSTANCES = 2;
    private static final Duration MUTANTS_MAILS = Duration.ofSeconds(5);

    private FaultRun() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Map<String, Integer> times = times(arguments.length > 1 ? arguments[1] : "");
        Summary summary = new Summary();
        try (PostgresProcess postgres = new PostgresProcess()) {
            try (Site site = new Site(postgres, INSTANCES, folder, List.of())) {
                Round round = new Round(site, folder);
                for (Fault fault : Faults.ALL) {
                    int number = times.getOrDefault(fault.name(), times.getOrDefault("others", fault.times()));
                    if (number > 0) {
                        summary.add(round.run(fault.times(number)));
                        summary.write(folder);
                    }
                }
            }
            for (Mutant mutant : Mutant.ALL) {
                if (times.getOrDefault(mutant.name(), times.getOrDefault("mutants", 1)) == 0) {
                    continue;
                }
                Path patch = mutant.write(folder);
                try (Site site = new Site(postgres, 1, patch, List.of(patch))) {
                    summary.add(mutant, new Round(site, patch).run(mutant.fault(), MUTANTS_MAILS));
                    summary.write(folder);
                }
            }
        }
        Faults.skipped().forEach(line -> System.out.println("skipped: " + line));
        summary.write(folder);
        // Threads of the embedded servers would keep this JVM alive.
        System.exit(summary.isGood() ? 0 : 1);
    }

    private static Map<String, Integer> times(String text) {
        Map<String, Integer> times = new HashMap<>();
        Arrays.stream(text.replace("times:", "").split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    String[] parts = one.split("=");
                    times.put(parts[0], Integer.parseInt(parts[1]));
                });
        return times;
    }
}
