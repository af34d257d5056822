package fr.creneau.schedule;

import fr.creneau.config.Config;
import fr.creneau.pg.Migrations;
import fr.creneau.schedule.file.Problem;
import fr.creneau.schedule.file.ScheduleFile;
import fr.creneau.schedule.file.ScheduleFile.Reading;
import fr.creneau.schedule.imports.ScheduleImport;
import fr.creneau.schedule.imports.ScheduleImport.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/**
 * {@code schedule import FILE [--dry-run]}. A FILE that begins with {@code classpath:} is one of the samples in the jar. Exit
 * codes: 0 done, or nothing to do; 1 refused, nothing was changed; 2 not understood, or no such file; 3 the database failed.
 */
public final class ScheduleCommand {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int FAULT = 3;
    private static final String CLASSPATH = "classpath:";
    private static final String DRY_RUN = "--dry-run";

    private final Clock clock;

    public ScheduleCommand() {
        this(Clock.systemUTC());
    }

    ScheduleCommand(Clock clock) {
        this.clock = clock;
    }

    /** @param args with or without {@code schedule} in front */
    public int run(List<String> args, Config config, PrintStream out) {
        return run(args, config.postgres(), out);
    }

    int run(List<String> args, Config.Postgres postgres, PrintStream out) {
        List<String> words = args.stream()
                .filter(word -> !word.equals(DRY_RUN))
                .skip(!args.isEmpty() && args.get(0).equals("schedule") ? 1 : 0)
                .toList();
        if (words.size() != 2 || !words.get(0).equals("import") || words.get(1).startsWith("--")) {
            out.println("usage: schedule import FILE [--dry-run]");
            return USAGE;
        }
        try {
            return run(read(words.get(1)), postgres, args.contains(DRY_RUN), out);
        } catch (NoSuchFileException missing) {
            out.println("no such file: " + missing.getMessage());
            return USAGE;
        } catch (IOException unreadable) {
            out.println("not a readable UTF-8 file: " + words.get(1));
            return USAGE;
        }
    }

    private int run(String text, Config.Postgres postgres, boolean dryRun, PrintStream out) {
        Instant now = clock.instant();
        Reading reading = ScheduleFile.read(text, now);
        if (reading instanceof Reading.Refused refused) {
            out.println("The file is refused, nothing was changed:");
            refused.problems().stream().map(Problem::toString).forEach(out::println);
            return REFUSED;
        }
        try {
            if (!dryRun) {
                Migrations.run(postgres);
            }
            List<PlannedDesk> desks = ((Reading.Read) reading).desks();
            return report(new ScheduleImport(postgres).run(desks, now, dryRun), dryRun, out);
        } catch (SQLException | FlywayException fault) {
            out.println("The database failed; run it again to see what is left to do. " + fault.getMessage());
            return FAULT;
        }
    }

    private static int report(Outcome outcome, boolean dryRun, PrintStream out) {
        if (outcome instanceof Outcome.Refused refused) {
            out.println("Refused, nothing was changed:");
            refused.reasons().forEach(out::println);
            return REFUSED;
        }
        List<String> lines = ((Outcome.Done) outcome).lines();
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("Nothing to do.");
        } else {
            out.println(dryRun ? "Dry run: nothing was written." : "Done.");
        }
        return DONE;
    }

    private static String read(String file) throws IOException {
        if (!file.startsWith(CLASSPATH)) {
            return Files.readString(Path.of(file));
        }
        String name = "/" + file.substring(CLASSPATH.length());
        try (InputStream sample = ScheduleCommand.class.getResourceAsStream(name)) {
            if (sample == null) {
                throw new NoSuchFileException(file);
            }
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
