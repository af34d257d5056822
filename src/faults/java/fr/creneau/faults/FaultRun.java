package fr.creneau.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Breaks everything in turn, then does so to sites that lack one guard each, and writes {@code summary.json}. Arguments: the folder to write
 * to; {@code full:true} for as many kills as the issue asks for; and how often to inject what, as
 * {@code times:redis-kill=20,redis-stop-20s=0}, where {@code others=0} leaves out what is not named and {@code mutants=0} the mutants.
 */
public final class FaultRun {
    private static final Duration MUTANTS_MAILS = Duration.ofSeconds(5);
    private static final Duration MUTANTS_REPAIR = Duration.ofSeconds(3);
    private static final int DISK_MB = 768;

    private final Path folder;
    private final Map<String, Integer> times;
    private final Summary summary = new Summary();

    private FaultRun(Path folder, Map<String, Integer> times) {
        this.folder = folder;
        this.times = times;
    }

    public static void main(String[] arguments) throws Exception {
        if (!Sandbox.isHere() && Sandbox.isPossible()) {
            System.exit(Sandbox.enter(FaultRun.class, arguments));
        }
        // What ends a connection of the caught mails' server is no fault of whoever waits for something else just then.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        int code = 1;
        try {
            code = run(arguments) ? 0 : 1;
        } catch (Exception failure) {
            failure.printStackTrace();
        }
        // Threads of the embedded servers would keep this JVM alive.
        System.exit(code);
    }

    private static boolean run(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        boolean full = Boolean.parseBoolean(argument(arguments, "full:"));
        FaultRun run = new FaultRun(folder, times(argument(arguments, "times:")));
        Optional<Path> disk =
                Sandbox.isHere() ? Optional.of(Sandbox.disk(folder.resolve("disk"), DISK_MB)) : Optional.empty();
        try (PostgresProcess postgres = new PostgresProcess(disk)) {
            run.faults(postgres, full);
            run.mutants(postgres);
        }
        Faults.skipped().forEach(line -> System.out.println("skipped: " + line));
        run.summary.write(folder);
        return run.summary.isGood();
    }

    private void faults(PostgresProcess postgres, boolean full) throws Exception {
        at(Site.plan(postgres, folder), Faults.ofSale(full));
        at(Site.plan(postgres, folder).withReplica(), Faults.ofReplica());
        at(Site.plan(postgres, folder).withWaitingRoom(), Faults.ofRelease());
    }

    private void at(Site.Plan plan, List<Fault> faults) throws Exception {
        List<Fault> wanted = faults.stream()
                .map(fault ->
                        fault.times(times.getOrDefault(fault.name(), times.getOrDefault("others", fault.times()))))
                .filter(fault -> fault.times() > 0)
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        try (Site site = plan.build()) {
            Round round = new Round(site, folder);
            for (Fault fault : wanted) {
                summary.add(round.run(fault));
                summary.write(folder);
            }
        }
    }

    private void mutants(PostgresProcess postgres) throws Exception {
        for (Mutant mutant : Mutant.ALL) {
            if (times.getOrDefault(mutant.name(), times.getOrDefault("mutants", 1)) == 0) {
                continue;
            }
            Path patch = mutant.write(folder);
            Site.Plan plan = Site.plan(postgres, patch).mutated(patch);
            try (Site site = (mutant.ofRelease() ? plan.withWaitingRoom() : plan).build()) {
                summary.add(mutant, new Round(site, patch).run(mutant.fault().repair(MUTANTS_REPAIR), MUTANTS_MAILS));
                summary.write(folder);
            }
        }
    }

    private static String argument(String[] arguments, String name) {
        return Arrays.stream(arguments)
                .filter(one -> one.startsWith(name))
                .map(one -> one.substring(name.length()))
                .findFirst()
                .orElse("");
    }

    private static Map<String, Integer> times(String text) {
        Map<String, Integer> times = new HashMap<>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    String[] parts = one.split("=");
                    times.put(parts[0], Integer.parseInt(parts[1]));
                });
        return times;
    }
}
